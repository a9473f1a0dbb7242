"""`python -m tests.benchmarks [--quick]`: measures everything and prints the table."""

from __future__ import annotations

import argparse
import os
import sys

import uvloop

from tests.benchmarks import creates, limits, people, screens
from tests.benchmarks.figures import Figure
from tests.benchmarks.product import Product, running


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def measure(product: Product, limit: float, quick: bool) -> list[Figure]:
    say("Creating at a steady rate …")
    figures = await creates.steady(product, 100, 5 if quick else 20)
    say("Five hundred screens …")
    figures += await screens.watch(product, 10 if quick else 60)
    say("Five hundred people …")
    figures += await people.live(product, 8 if quick else 30)
    say("A burst of creates …")
    return figures + await creates.burst(product, 10 if quick else 60, limit)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description="Measures Nudge on this machine.")
    parser.add_argument("--quick", action="store_true", help="a fifth of the time, for a first impression")
    quick = parser.parse_args().quick
    say("Measuring the limit with pgbench …")
    limit = limits.insert_rate(3 if quick else 10)
    say("Starting Nudge …")
    with running() as product:
        figures = [
            Figure("first start (packages installed)", product.seconds_to_start, "s"),
            Figure("second start", product.second_start, "s", 3),
            Figure(f"limit: pgbench inserts, {limits.CLIENTS} clients", limit, "/s"),
            *uvloop.run(measure(product, limit, quick)),
        ]
    print(f"{os.cpu_count()} cores, load generator included\n")
    for figure in figures:
        print(figure.row())
    return 0


if __name__ == "__main__":
    sys.exit(main())
