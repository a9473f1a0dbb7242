"""Set `intents`: the operation, the title, and whether a question is asked where one is due."""

from __future__ import annotations

from pathlib import Path

from functions.parse_chat.language.reading import Reading
from tests.evaluate.cases import Case, Score, cases, understood

_OPERATIONS = {
    "create_task": "create",
    "update_task": "update",
    "complete_task": "complete",
    "delete_task": "delete",
    "query_tasks": "query",
    "none": "none",
}
_IGNORED = frozenset({"a", "an", "the", "my", "your", "his", "her", "our", "their"})


def score(folder: Path, calibration: list[tuple[float, bool]]) -> Score:
    """Figures by fit: the headline is on rows with fit "direct"."""
    result = Score()
    for case in cases(folder, "intents"):
        reading = understood(case["text"])
        fit = case.get("fit", "direct")
        wanted = {_OPERATIONS[name] for name in (case["expected_op"], *case.get("alt_ops", []))}
        right = reading.operation in wanted
        result.count(
            f"operation, {fit}", right, case, f"{reading.operation} ({reading.rule}), wanted {'/'.join(sorted(wanted))}"
        )
        result.count(f"operation {case['expected_op']}, {fit}", right, case)
        calibration.append((reading.confidence, right))
        if case.get("expect_clarification"):
            result.count(f"question asked, {fit}", reading.clarification is not None, case, reading.data)
        elif case["expected_op"] != "none":
            result.count(f"no needless question, {fit}", reading.clarification is None, case, reading.clarification)
        if right and "title_match" in case and not case.get("expect_clarification"):
            result.count(
                f"title, {fit}",
                _title(case, reading),
                case,
                f"{_named(reading)!r}, wanted {case['slots']['title_span']!r} {case['title_match']}",
            )
    return result


def _named(reading: Reading) -> str | None:
    return reading.data.get("title") or reading.data.get("target")


def _plain(text: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in text.lower().replace("'s", "").replace("’s", "")).split()
    return f" {' '.join(w for w in words if w not in _IGNORED)} "


def _title(case: Case, reading: Reading) -> bool:
    named, span = _plain(_named(reading) or ""), _plain(case["slots"]["title_span"])
    if not named.strip():
        return span.strip() in {"that", "it"}
    return named in span if case["title_match"] == "within_span" else span in named
