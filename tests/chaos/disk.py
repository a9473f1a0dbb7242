"""A small disk of its own for the data folder, so that it can be filled without harm to anybody: a tmpfs, which only root may mount."""

import os
import subprocess
from pathlib import Path
from types import TracebackType

_BALLAST = "ballast"
_PIECE = 1 << 20


def may_mount() -> bool:
    return os.geteuid() == 0


class Disk:
    """Mounted on `folder` while the context is open."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder, self._megabytes = folder, megabytes

    def __enter__(self) -> "Disk":
        self.folder.mkdir(mode=0o700, exist_ok=True)
        options = f"size={self._megabytes}m,mode=0700"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "nudge-chaos", self.folder], check=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        subprocess.run(["umount", self.folder], check=True)

    def fill(self) -> None:
        """Takes every byte that is left."""
        with (self.folder / _BALLAST).open("ab", buffering=0) as ballast:
            piece = bytes(_PIECE)
            try:
                while ballast.write(piece):
                    pass
            except OSError:
                return

    def free(self) -> None:
        (self.folder / _BALLAST).unlink(missing_ok=True)
