"""What the supervisor tells the guardian, who alone speaks to the person: JSON lines through a pipe."""

import json
import os
from dataclasses import dataclass
from typing import Literal

Kind = Literal["step", "note", "serving", "failed"]


@dataclass(frozen=True)
class Report:
    """`step`: this is being done now · `note`: worth knowing · `serving`: all processes run · `failed`: why it cannot."""

    kind: Kind
    text: str = ""


class Reports:
    """The writing end. A reader that is gone is no error: the supervisor finds out by other means."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def send(self, kind: Kind, text: str = "") -> None:
        try:
            os.write(self._descriptor, json.dumps([kind, text]).encode() + b"\n")
        except BrokenPipeError:
            return


class Reader:
    """The reading end; keeps an unfinished line for the next time."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._rest = b""

    def read(self) -> list[Report]:
        """What has arrived since; call it when the pipe is readable."""
        *lines, self._rest = (self._rest + os.read(self._descriptor, 65536)).split(b"\n")
        return [Report(*json.loads(line)) for line in lines]
