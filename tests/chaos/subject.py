"""The product that is hurt, in whichever lane it runs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from tests.chaos.faults import Fault, Range


class Reached(Protocol):
    """What writers and the verdict need of the product."""

    @property
    def url(self) -> str:
        """Where people reach it; stays the same over restarts."""

    @property
    def headers(self) -> Mapping[str, str]:
        """What people send along, such as an access token."""

    @property
    def dsn(self) -> str:
        """The database, to read what is true at the end."""

    def now(self) -> datetime:
        """What its clock shows."""

    @property
    def jumps(self) -> int:
        """How often its clock has jumped."""


class Subject(Reached, Protocol):
    """Everything but `is_whole` is called from the main thread: programs end with the thread that started them."""

    @property
    def range(self) -> Range: ...

    def strike(self, fault: Fault) -> None:
        """Begins the fault and returns at once."""

    def relieve(self, fault: Fault) -> None:
        """Ends it: what was stopped goes on, what was killed is started where nobody does that by itself."""

    def is_back(self) -> bool:
        """Whether broker and database take connections: how long these need for their start is not the product's."""

    def tend(self) -> list[str]:
        """Starts again what ended by itself, as the platform would; returns the names."""

    def is_whole(self) -> bool:
        """Whether every process runs and answers."""

    def told(self) -> str:
        """What it said of late, for whoever looks for the cause."""
