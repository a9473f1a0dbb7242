"""Processor time, by part of the lane."""

from __future__ import annotations

import os
from collections.abc import Iterable

import psutil

from tests.lane.lane import Lane


class Costs:
    """Counts from its making on."""

    def __init__(self, lane: Lane) -> None:
        self._parts = _parts(lane)
        self._before = {name: _milliseconds(pids) for name, pids in self._parts.items()}

    def spent(self) -> dict[str, float]:
        """Part to milliseconds, the dearest first; what ended meanwhile is left out."""
        spent = {name: _milliseconds(pids) - self._before[name] for name, pids in self._parts.items()}
        return dict(sorted(spent.items(), key=lambda each: -each[1]))


def _parts(lane: Lane) -> dict[str, list[int]]:
    writers = {name for name, function in lane.catalogue.functions.items() if function.trigger == "http"}
    front = {name for name, function in lane.catalogue.functions.items() if function.public}
    rest = lane.pairs.keys() - writers
    assert lane.postgres.process
    return {
        "gateway": [lane.pairs[name].function.pid for name in front],
        "gateway's daprd": [lane.pairs[name].sidecar.pid for name in front],
        "functions with routes": [lane.pairs[name].function.pid for name in writers - front],
        "their daprds": [lane.pairs[name].sidecar.pid for name in writers - front],
        "functions with events": [lane.pairs[name].function.pid for name in rest],
        "daprds of these": [lane.pairs[name].sidecar.pid for name in rest],
        "Kafka": [lane.kafka.process.pid],
        "Postgres": [lane.postgres.process.pid],
        "load generator": [os.getpid()],
    }


def _milliseconds(pids: Iterable[int]) -> float:
    return sum(_of(process) for pid in pids for process in _family(pid)) * 1000


def _family(pid: int) -> list[psutil.Process]:
    process = psutil.Process(pid)
    return [process] if pid == os.getpid() else [process, *process.children(recursive=True)]


def _of(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)
