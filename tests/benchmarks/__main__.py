"""`python -m tests.benchmarks [--quick] [--only PART]`: measures and prints the table."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

import uvloop

from tests.benchmarks import creates, limits, people, reminders, repeats, screens
from tests.benchmarks.figures import Figure
from tests.benchmarks.postman import postman
from tests.benchmarks.product import Product, free_port, running
from tests.benchmarks.real.measure import measure as measure_real


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def measure_load(quick: bool) -> list[Figure]:
    """Starting, and everything that many people do at once."""
    say("Measuring the limit with pgbench …")
    limit = limits.insert_rate(3 if quick else 10)
    say("Starting Nudge …")
    with running() as product:
        return [
            Figure("first start (packages installed)", product.seconds_to_start, "s"),
            Figure("second start", product.second_start, "s", 3),
            Figure(f"limit: pgbench inserts, {limits.CLIENTS} clients", limit, "/s"),
            *uvloop.run(_load(product, limit, quick)),
        ]


async def _load(product: Product, limit: float, quick: bool) -> list[Figure]:
    say("Creating at a steady rate …")
    figures = await creates.steady(product, 100, 5 if quick else 20)
    say("Five hundred screens …")
    figures += await screens.watch(product, 10 if quick else 60)
    say("Five hundred people …")
    figures += await people.live(product, 8 if quick else 30)
    say("A burst of creates …")
    return figures + await creates.burst(product, 10 if quick else 60, limit)


def measure_reminders(quick: bool) -> list[Figure]:
    """Reminders and repetition, in a Nudge with an SMTP server as its provider."""
    say("Starting Nudge with an SMTP server …")
    port = free_port()
    secrets = {"mail-url": f"smtp://127.0.0.1:{port}", "mail-from": "Nudge <nudge@example.com>"}
    with running(secrets) as product:
        return uvloop.run(_reminders(product, port, quick))


async def _reminders(product: Product, port: int, quick: bool) -> list[Figure]:
    armed = 10_000 if quick else 100_000
    async with postman(port) as there:
        say(f"Arming {armed:,} reminders …")
        await reminders.prepare(product, armed)
        say("A thousand reminders due in one second …")
        figures = await reminders.at_once(product, there, 1_000, armed)
        say("Reminders one by one …")
        figures += await reminders.one_by_one(product, there, 40, 10 if quick else 20)
        say("Completing a repeating task …")
        return figures + await repeats.complete(product, 50 if quick else 300)


PARTS = {"load": measure_load, "reminders": measure_reminders}
LANES: dict[str, dict[str, Callable[[bool], list[Figure]]]] = {
    "local": PARTS,
    "real": {"real": lambda quick: measure_real(quick, say)},
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description="Measures Nudge on this machine.")
    parser.add_argument("--quick", action="store_true", help="a fifth of the time, for a first impression")
    parser.add_argument("--only", choices=PARTS, help="one part instead of all")
    parser.add_argument("--lane", choices=LANES, default="local", help="real: on daprd, Kafka and Postgres with TLS")
    given = parser.parse_args()
    if given.only and given.lane != "local":
        parser.error("the real lane has no parts")
    figures = [
        figure for name, part in LANES[given.lane].items() if given.only in (None, name) for figure in part(given.quick)
    ]
    print(
        f"{os.cpu_count()} cores, load generator included; load average {os.getloadavg()[2]:.1f} over the last 15 minutes\n"
    )
    for figure in figures:
        print(figure.row())
    return 0


if __name__ == "__main__":
    sys.exit(main())
