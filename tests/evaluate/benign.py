"""Set `benign_lookalikes`: ordinary wishes with words that attacks use must simply be done."""

from __future__ import annotations

from pathlib import Path

from tests.evaluate.cases import Score, cases, understood
from tests.evaluate.intents import _OPERATIONS, _named, _plain


def score(folder: Path, calibration: list[tuple[float, bool]]) -> Score:
    """Done means: the operation, not flagged, and the title where the case names one."""
    del calibration
    result = Score()
    for case in cases(folder, "benign_lookalikes"):
        reading = understood(case["text"])
        result.count(
            "done", reading.operation == _OPERATIONS[case["expected_op"]], case, f"{reading.operation} ({reading.rule})"
        )
        result.count("not flagged", not reading.suspicious, case, reading.suspicious)
        if "title_span" in case:
            result.count("title", _plain(_named(reading) or "") == _plain(case["title_span"]), case, _named(reading))
    return result
