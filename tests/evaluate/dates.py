"""Set `dates`: the due date; silently wrong is a date that is given, is not right, and is not asked about."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.evaluate.cases import Case, Score, cases, understood


def score(folder: Path, calibration: list[tuple[float, bool]]) -> Score:
    """Headline figures are on rows without `ambiguous`."""
    result = Score()
    for case in cases(folder, "dates"):
        text = case.get("sentence") or (case["text"] if case.get("no_date") else f"add buy milk {case['text']}")
        reading = understood(text, datetime.fromisoformat(case["reference"]))
        due = reading.data.get("due_at")
        got = f"{due} {reading.rule}, wanted {case['expected']}"
        if case.get("invalid") and not case.get("no_date"):
            result.count("impossible date questioned", due is None and reading.clarification is not None, case, got)
        elif case.get("no_date"):
            result.count("no date left alone", due is None, case, got)
        elif case.get("ambiguous"):
            result.count("ambiguous date, one of the readings", _right(case, due), case, got)
        else:
            result.count("clear date", _right(case, due), case, got)
            result.count("not silently wrong", due is None or _right(case, due), case, got)
        calibration.append((reading.confidence, _right(case, due) or bool(case.get("no_date") and due is None)))
    return result


def _right(case: Case, due: str | None) -> bool:
    if case["expected"] is None:
        return due is None
    if due is None:
        return False
    local = due.removesuffix("+00:00")
    accepted = [case["expected"], *case.get("accept", [])]
    if case.get("grain") == "day":
        accepted, local = [a[:10] for a in accepted], local[:10]
    if local in accepted:
        return True
    if not case.get("interval"):
        return False
    start, end = str(case["expected"]), str(case.get("expected_end", case["expected"]))
    return start[: len(local)] <= local <= end
