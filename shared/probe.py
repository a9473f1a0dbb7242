"""How the synthetic probe is told from people: it makes a task as a person would, and must count in no figure about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.events import Actor

CLIENT = "00000000-0000-7000-8000-70726f626500"
"""The client id that it brings along, as a browser brings its cookie."""
TITLE = "Nudge probe"
"""What the titles of its tasks begin with; twelve letters follow."""


def is_probe(actor: Actor) -> bool:
    return actor.client_id == CLIENT
