"""`nudge down`: stop a running Nudge."""

import argparse
import signal

from local.config import read_settings
from local.errors import LocalError
from local.instance import is_locked, read_instance
from local.processes import send, wait_until

HELP = "stop the running Nudge"
_SECONDS = 30.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> int:
    home = read_settings().home
    if not is_locked(home):
        print("Nudge is not running.")
        return 0
    told: set[int] = set()

    def stopped() -> bool:
        # Asked again each time: a supervisor that has just become the guardian has another process id.
        instance = read_instance(home)
        if instance and instance.pid not in told:
            told.add(instance.pid)
            send(instance.pid, signal.SIGTERM)
        return not is_locked(home)

    if not wait_until(stopped, _SECONDS, 0.05):
        raise LocalError(f"Nudge did not stop within {_SECONDS:.0f} seconds (process {', '.join(map(str, told))}).")
    print("Nudge has stopped. Your list is kept.")
    return 0
