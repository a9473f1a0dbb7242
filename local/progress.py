"""What a person sees while Nudge starts: a spinner on a terminal, plain lines elsewhere."""

import sys
import time
from typing import TextIO

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Progress:
    """One step at a time. Writing to a terminal that was closed is no error: Nudge goes on without it."""

    FRAME_SECONDS = 0.1

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._lively = out.isatty() and "utf" in (out.encoding or "").lower()
        self._step = ""
        self._since = 0.0

    @property
    def is_animated(self) -> bool:
        return self._lively and bool(self._step)

    def step(self, text: str) -> None:
        """Finish the step before, begin the next."""
        self.done()
        self._step, self._since = text, time.monotonic()
        if not self._lively:
            self._write(f"{text} …\n")
        self.tick()

    def tick(self) -> None:
        """Draw the next frame of the spinner."""
        if self.is_animated:
            elapsed = time.monotonic() - self._since
            frame = _FRAMES[int(elapsed / self.FRAME_SECONDS) % len(_FRAMES)]
            self._write(f"\r\x1b[K{frame} {self._step} … {elapsed:.1f} s")

    def done(self) -> None:
        """The present step is finished."""
        if self.is_animated:
            self._write(f"\r\x1b[K✓ {self._step} ({time.monotonic() - self._since:.1f} s)\n")
        self._step = ""

    def line(self, text: str) -> None:
        """A line of its own, above the step that goes on."""
        self._write(f"\r\x1b[K{text}\n" if self.is_animated else f"{text}\n")
        self.tick()

    def fail(self) -> None:
        """The present step did not work."""
        if self.is_animated:
            self._write(f"\r\x1b[K✗ {self._step}\n")
        self._step = ""

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except (OSError, ValueError):
            return
