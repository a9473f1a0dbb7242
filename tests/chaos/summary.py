"""A run in a dozen lines."""

from collections import Counter
from collections.abc import Mapping

from tests.chaos.rounds import RECOVERY_SECONDS, Outcome

_MANY = 20
_NAMES = {"kill": "kills", "stop": "stops", "drop": "dropped", "fill": "disk full", "jump": "clock"}


def summary(outcome: Outcome) -> str:
    verdict, history = outcome.verdict, outcome.history
    recoveries = sorted(each.seconds for each in outcome.recoveries)
    median, longest = recoveries[len(recoveries) // 2], recoveries[-1]
    target = "met" if longest <= RECOVERY_SECONDS else "MISSED"
    in_time = sum(1 for each in history.armed if each.in_time)
    lines = [
        *(f"{name:<10} {_counted(struck)}" for kind, name in _NAMES.items() if (struck := _victims(outcome, kind))),
        f"ended      {_counted(outcome.also_ended)} (by themselves, restarted)",
        f"recovery   median {median:.2f} s, longest {longest:.2f} s (target: {RECOVERY_SECONDS:.0f} s, {target})",
        f"away       broker and database took connections again after {max(each.away for each in outcome.recoveries):.1f} s at most",
        f"writes     {history.writes} acknowledged, {history.retries} attempts repeated",
        f"tasks      {len(history.tasks)}",
        f"reminders  {len(history.armed)} asked for, {in_time} of them in time, {verdict.reminders} sent",
        f"events     {verdict.events}, backlog done after {verdict.drained_after:.1f} s",
        *_list("lost", verdict.lost),
        *_list("doubled", verdict.doubled),
        *_list("wrong", verdict.wrong),
    ]
    return "\n".join(lines)


def _victims(outcome: Outcome, kind: str) -> Counter[str]:
    return Counter(name for fault in outcome.faults if fault.kind == kind for name in fault.victims)


def _counted(names: Mapping[str, int]) -> str:
    each = ", ".join(f"{name} {times}" for name, times in Counter(names).most_common())
    return f"{sum(names.values())}: {each}" if names else "0"


def _list(name: str, found: list[str]) -> list[str]:
    return [f"{name:<10} {len(found)}", *(f"           {each}" for each in found[:_MANY])]
