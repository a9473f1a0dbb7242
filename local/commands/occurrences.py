"""`nudge occurrences`: NDJSON in, NDJSON out, one line each in the same order."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from shared.clock import rfc3339
from shared.due import from_wall_clock, zone
from shared.errors import Invalid
from shared.recurrence.occurrences import occurrences
from shared.recurrence.rrule import parse_rrule

HELP = "show when a repetition comes: rules as lines of JSON in, moments out"
_EXAMPLE = '{"dtstart": "2027-01-31T09:00:00", "rrule": "FREQ=MONTHLY", "tz": "Europe/Berlin", "count": 5}'
_COUNT, _MOST = 10, 10_000


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = f"A line: {_EXAMPLE}"


def run(options: argparse.Namespace) -> int:
    """The exit code is 1 when a line could not be answered."""
    del options
    failed = False
    for answer in answers(sys.stdin):
        failed |= "error" in answer
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return int(failed)


def answers(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not blank: `occurrences` (local) and `occurrences_utc`, or `error`."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield answer(line)
            except Invalid as error:
                yield {"error": f"Line {number}: {error.detail}"}


def answer(line: str) -> dict[str, Any]:
    """The moments that the line asks for; raises Invalid."""
    given = _object(line)
    start, all_day = _start(given.get("dtstart"))
    place = zone(str(given.get("tz") or "UTC"), "tz")
    rule = parse_rrule(str(given.get("rrule") or ""))
    found = [occurrence.local for occurrence in islice(occurrences(rule, start, place), _number(given.get("count")))]
    return {
        "occurrences": [(local.date() if all_day else local).isoformat() for local in found],
        "occurrences_utc": [rfc3339(from_wall_clock(local, place)) for local in found],
    }


def _object(line: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Invalid(f"this is no JSON object. Expected: {_EXAMPLE}")
    return given


def _start(given: object) -> tuple[datetime, bool]:
    """The first moment, and whether it is a whole day."""
    try:
        if len(str(given)) == 10:
            return datetime.combine(date.fromisoformat(str(given)), time()), True
        start = datetime.fromisoformat(str(given))
    except ValueError:
        start = None
    if start is None or start.tzinfo is not None:
        raise Invalid("dtstart must be a local time such as 2027-01-31T09:00:00, or a date.")
    return start, False


def _number(given: object) -> int:
    if given is None:
        return _COUNT
    if not isinstance(given, int) or isinstance(given, bool) or not 1 <= given <= _MOST:
        raise Invalid(f"count must be a whole number from 1 to {_MOST}.")
    return given
