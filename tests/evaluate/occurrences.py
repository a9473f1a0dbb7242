"""Set `occurrences`: the first moments of rules, local and in UTC; a rule that is out of scope must be refused or right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from local.commands.occurrences import answers
from tests.evaluate.cases import Case, Score, cases


def score(folder: Path, calibration: list[tuple[float, bool]]) -> Score:
    """Of the two conventions for the ends of months the clamped one is ours."""
    del calibration
    result = Score()
    for case in cases(folder, "occurrences"):
        wanted = case.get("expected_clamped") or case["expected"]
        got = _asked(case, len(wanted))
        if case.get("out_of_scope"):
            result.count(
                "out of scope refused or right", "error" in got or _local(case, got, wanted), _named(case), got
            )
            continue
        result.count("in scope", _local(case, got, wanted), _named(case), f"{got}, wanted {wanted}")
        if case.get("expected_utc"):
            result.count("in scope, in UTC", _utc(case, got), _named(case), f"{got}, wanted {case['expected_utc']}")
    return result


def _asked(case: Case, number: int) -> dict[str, Any]:
    """The command's answer; beyond the window, if there is one, nothing was expected."""
    # What begins before the window is not listed in the case.
    line = {"dtstart": case["dtstart"], "rrule": case["rrule"], "tz": case.get("tz", "UTC"), "count": number + 1}
    (got,) = answers([json.dumps(line)])
    return got


def _local(case: Case, got: dict[str, Any], wanted: list[str]) -> bool:
    found = got.get("occurrences", [])
    if "window" in case:
        found = [moment for moment in found if case["window"][0] <= moment <= case["window"][1]]
    # A list that the case does not call cut off must end where the rule's own count ends.
    whole = found if "COUNT" in case["rrule"] and not case.get("truncated") else found[: len(wanted)]
    return bool(whole == wanted)


def _utc(case: Case, got: dict[str, Any]) -> bool:
    wanted = case["expected_utc"]
    return bool(got.get("occurrences_utc", [])[: len(wanted)] == wanted)


def _named(case: Case) -> Case:
    return case | {"text": f"{case['id']} {case['dtstart']} {case['rrule']}"}
