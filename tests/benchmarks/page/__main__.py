"""`python -m tests.benchmarks.page [--quick]`: measures and prints the table."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from tests.benchmarks.figures import Figure
from tests.benchmarks.page import loading, many, newcomer, windows
from tests.benchmarks.product import Product, running
from tests.e2e.window import open_browser


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def measure(product: Product, quick: bool) -> list[Figure]:
    """From an empty list to a long one: what is measured on a few tasks comes first."""
    url = f"http://localhost:{product.port}"
    async with open_browser() as browser:
        say("A newcomer's first task …")
        figures = await newcomer.first_task(browser, url)
        say("Loading the page cold …")
        figures += await loading.scripts(browser, url)
        for profile in loading.PROFILES:
            figures += await loading.interactive(browser, url, profile, 3 if quick else 9)
        say("Changes that reach the other window …")
        figures += await windows.change(browser, url, 20 if quick else 100)
        say("Ten thousand tasks …")
        return figures + await many.tasks(browser, product, 2_000 if quick else 10_000)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-web", description="Measures the page in a real Chromium.")
    parser.add_argument("--quick", action="store_true", help="a fifth of the work, for a first impression")
    given = parser.parse_args()
    say("Starting Nudge …")
    with running() as product:
        figures = asyncio.run(measure(product, given.quick))
    print(f"{os.cpu_count()} cores; Nudge, its database and the browser share them\n")
    for figure in figures:
        print(figure.row())
    return 0


if __name__ == "__main__":
    sys.exit(main())
