"""Set `naughty_strings`: whatever the text, the engine answers, quickly, and a title is the user's own characters."""

from __future__ import annotations

import time
from pathlib import Path

from tests.evaluate.cases import Score, cases, understood


def score(folder: Path, calibration: list[tuple[float, bool]]) -> Score:
    """Through the engine alone; the strings are driven through the HTTP interface elsewhere."""
    del calibration
    result = Score()
    for case in cases(folder, "naughty_strings"):
        started = time.perf_counter()
        reading = understood(case["text"])
        result.count("answered within 200 ms", time.perf_counter() - started < 0.2, case)
        named = reading.data.get("title") or ""
        result.count("title is cut from the message", all(part in case["text"] for part in named.split(" ")), case)
    return result
