"""What must outlive every process but the last: the lock on the data folder and the public port."""

import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from local.config import LocalSettings
from local.data_folder import open_data_folder
from local.instance import lock
from local.public_port import open_public_port

_INHERITED = "NUDGE_INHERITED"


@dataclass(frozen=True)
class Holdings:
    """Held by the guardian and inherited by the supervisor, who becomes the guardian when that one is killed."""

    lock: int
    public: socket.socket
    environment: Mapping[str, str]
    """As it was given to the first guardian."""
    in_background: bool = False
    """Whether they were inherited from a guardian that was killed, and the terminal with it."""

    @property
    def port(self) -> int:
        return int(self.public.getsockname()[1])

    def become_guardian(self) -> NoReturn:
        """Replace this process by a new guardian that starts with this lock and this port."""
        for descriptor in (self.lock, self.public.fileno()):
            os.set_inheritable(descriptor, True)
        environment = {**self.environment, _INHERITED: f"{self.lock},{self.public.fileno()}"}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)  # noqa: S606 - the same program anew


def take_holdings(settings: LocalSettings) -> Holdings:
    """Lock the data folder and open the port; a guardian that was a supervisor before has both already."""
    kept = os.environ.pop(_INHERITED, "")
    if not kept:
        open_data_folder(settings.home)
        return Holdings(lock(settings.home), open_public_port(settings), dict(os.environ))
    held, public = (int(number) for number in kept.split(","))
    for descriptor in (held, public):
        os.set_inheritable(descriptor, False)
    return Holdings(held, socket.socket(fileno=public), dict(os.environ), in_background=True)
