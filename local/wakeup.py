"""Signals as something to wait for beside pipes: a handler only notes the signal, the loop acts on it."""

import os
import selectors
import signal


class Wakeup:
    """Sleeps until a signal arrives, a watched descriptor becomes readable, or time is up. For the main thread."""

    def __init__(self, *signals: signal.Signals) -> None:
        self.arrived: list[signal.Signals] = []
        reading, writing = os.pipe()
        for descriptor in (reading, writing):
            os.set_blocking(descriptor, False)
        self._reading = reading
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for each in signals:
            signal.signal(each, self._note)
        self._selector = selectors.DefaultSelector()
        self._selector.register(reading, selectors.EVENT_READ)

    def watch(self, descriptor: int) -> None:
        self._selector.register(descriptor, selectors.EVENT_READ)

    def forget(self, descriptor: int) -> None:
        self._selector.unregister(descriptor)

    def wait(self, seconds: float | None) -> set[int]:
        """The watched descriptors that became readable; empty after a signal or when time is up."""
        if self.arrived:
            seconds = 0
        ready = {key.fd for key, _ in self._selector.select(seconds)}
        if self._reading in ready:
            os.read(self._reading, 4096)
        return ready - {self._reading}

    def take(self) -> list[signal.Signals]:
        """The signals since the last time."""
        taken, self.arrived = self.arrived, []
        return taken

    def _note(self, number: int, _frame: object) -> None:
        self.arrived.append(signal.Signals(number))
