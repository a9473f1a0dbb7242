"""`nudge parse`: NDJSON in, NDJSON out, one line each in the same order; `--explain` shows spans and rules for people."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TextIO
from zoneinfo import ZoneInfoNotFoundError

from functions.parse_chat.language.engine import read
from functions.parse_chat.language.reading import Reading
from functions.parse_chat.language.stamp import zone_of

_EXAMPLE = '{"text": "Buy milk tomorrow at 5pm", "now": "2026-11-24T10:00:00", "timezone": "Europe/Berlin"}'


class BadLine(ValueError):
    """A line that cannot be read; the message says why, for people."""


def main(argv: list[str] | None = None, source: TextIO | None = None, out: TextIO | None = None) -> int:
    """Read lines of `{"text", "now", "timezone", "locale"?}`; the exit code is 1 when a line could not be read."""
    parser = argparse.ArgumentParser(
        prog="nudge parse", description="Understand messages without a network.", epilog=f"A line: {_EXAMPLE}"
    )
    parser.add_argument(
        "--explain", action="store_true", help="show for people which words gave which value, and by which rule"
    )
    parser.add_argument(
        "text", nargs="*", help="a message, read as of now in UTC, instead of lines from standard input"
    )
    arguments = parser.parse_args(argv)
    lines: Iterable[str] = [_line(" ".join(arguments.text))] if arguments.text else source or sys.stdin
    failed = False
    for text, result in _read(lines):
        output = out or sys.stdout
        if isinstance(result, str):
            failed = True
            print(json.dumps({"error": result}, ensure_ascii=False), file=output)
        elif arguments.explain:
            print(explained(text, result), file=output)
        else:
            print(json.dumps(result.as_json(), ensure_ascii=False), file=output, flush=True)
    return int(failed)


def _line(text: str) -> str:
    now = datetime.now().replace(microsecond=0)
    return json.dumps({"text": text, "now": now.isoformat(), "timezone": "UTC"})


def _read(lines: Iterable[str]) -> Iterator[tuple[str, Reading | str]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _request(line)
        except BadLine as error:
            yield "", f"Line {number}: {error}"


def _request(line: str) -> tuple[str, Reading]:
    try:
        given: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine(f"this is no JSON. Expected: {_EXAMPLE}") from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise BadLine(f"“text” is missing. Expected: {_EXAMPLE}")
    try:
        now = datetime.fromisoformat(str(given["now"])).replace(tzinfo=None)
    except (KeyError, ValueError):
        raise BadLine("“now” must be a local ISO time such as 2026-11-24T10:00:00.") from None
    zone = given.get("timezone") or "UTC"
    try:
        zone_of(str(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadLine(f"“{zone}” is no IANA time zone.") from None
    locale = given.get("locale")
    return given["text"], read(given["text"], now, str(zone), str(locale) if locale else None)


def explained(text: str, reading: Reading) -> str:
    """The reading for people."""
    lines = [
        f"{text}",
        f"  {reading.operation} ({reading.confidence:.2f}), by the {reading.agent} agent, rule “{reading.rule}”",
    ]
    for name, value in reading.data.items():
        if value not in (None, [], {}, ""):
            lines.append(f"  {name}: {json.dumps(value, ensure_ascii=False)}")
    lines += [
        f"    {span.field} from “{text[span.start : span.end]}” ({span.start}–{span.end}), by rule “{span.rule}”"
        for span in reading.spans
    ]
    if reading.clarification:
        options = f" [{' | '.join(reading.clarification.options)}]" if reading.clarification.options else ""
        lines.append(f"  asks: {reading.clarification.question}{options}")
    if reading.notice:
        lines.append(f"  says: {reading.notice}")
    if reading.suspicious:
        lines.append(f"  suspicious: {reading.suspicious}")
    return "\n".join(lines)
