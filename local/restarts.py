"""When a process that ended is started again: at once, and later only when it keeps ending."""

_DELAYS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0)
STABLE_SECONDS = 30.0


class Restarts:
    """The history of one process; times are seconds on a steady clock."""

    def __init__(self) -> None:
        self.crashes = 0
        self._started = 0.0
        self._due = 0.0

    def started(self, now: float) -> None:
        self._started = now

    def ended(self, now: float) -> None:
        """Sets when the next start is due: 0, 0.5, 1, 2, 4, 8, 10, 10 … seconds from now, anew after a stable time."""
        if now - self._started >= STABLE_SECONDS:
            self.crashes = 0
        self._due = now + _DELAYS[min(self.crashes, len(_DELAYS) - 1)]
        self.crashes += 1

    def wait(self, now: float) -> float:
        """Seconds until the next start is due; 0 when it is."""
        return max(0.0, self._due - now)
