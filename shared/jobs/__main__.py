"""`python -m shared.jobs topics | migrate | reading-role FILE | wake FUNCTION | visit FUNCTION`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from shared import catalogue, logs, migrate
from shared.config import Settings
from shared.errors import Misconfigured, NudgeError

_USAGE = "Usage: python -m shared.jobs topics | migrate | reading-role FILE | wake FUNCTION | visit FUNCTION"


def _given(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise Misconfigured(f"{name} is not set; the chart sets it from the Secret of that name.") from None


def _run(arguments: list[str]) -> str:
    """Does it and returns what was done, in a sentence. What only one of them needs is imported for that one."""
    match arguments:
        case ["topics"]:
            from shared.jobs import brokers, topics

            made = topics.make(
                brokers.settings(os.environ), catalogue.load().topics, int(_given("NUDGE_KAFKA_REPLICAS"))
            )
            return f"Topics made: {', '.join(made) or 'none, all are there'}."
        case ["migrate"]:
            migrate.upgrade(_given("NUDGE_SECRET_DATABASE_URL"))
            return f"The database has schema {migrate.SCHEMA}."
        case ["reading-role", file]:
            from shared.jobs import reading_role

            grants = Path(file).read_text("utf-8")
            reading_role.ensure(_given("NUDGE_SECRET_DATABASE_URL"), _given("NUDGE_SECRET_READING_URL"), grants)
            return "The role that KEDA reads with may read what it needs."
        case ["wake", function]:
            from shared.jobs import wake

            return wake.call(Settings().function_address, function)
        case ["visit", function]:
            from shared.jobs import visit

            return visit.page(Settings().function_address, function)
        case _:
            raise Misconfigured(_USAGE)


def main() -> int:
    logs.configure("INFO")
    try:
        print(_run(sys.argv[1:]))
    except NudgeError as error:
        print(error.detail, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
