"""Set `recurrence`: FREQ, INTERVAL and BYDAY of the rule; rules out of scope must be named and not stored."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.evaluate.cases import Score, cases, understood


def score(folder: Path, calibration: list[tuple[float, bool]]) -> Score:
    """In scope and out of scope are separate figures."""
    del calibration
    result = Score()
    for case in cases(folder, "recurrence"):
        text = case.get("sentence") or f"add water the plants {case['text']}"
        reading = understood(text, datetime.fromisoformat(case.get("reference", "2026-11-24")))
        kept = reading.data.get("recurrence")
        rule = kept["rrule"] if kept else None
        if case.get("out_of_scope"):
            result.count("out of scope named", rule is None and bool(reading.notice), case, (rule, reading.notice))
        else:
            right = _parts(rule) in [
                _parts(case.get("rrule")),
                *(_parts(r) for r in case.get("accept", []) if isinstance(r, str)),
            ]
            result.count("in scope", right, case, f"{rule}, wanted {case.get('rrule')}")
    return result


def _parts(rule: str | None) -> dict[str, str]:
    if not rule:
        return {}
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    kept = {name: parts[name] for name in ("FREQ", "BYDAY") if name in parts}
    kept["BYDAY"] = ",".join(sorted(kept.get("BYDAY", "").split(",")))
    return kept | {"INTERVAL": parts.get("INTERVAL", "1")}
