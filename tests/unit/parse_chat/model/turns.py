"""Messages as the dialogue hands them on."""

from datetime import datetime

from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.engine import read
from functions.parse_chat.memory import Memory
from functions.parse_chat.model.dates import Place

NOW = datetime(2026, 11, 24, 10)
"""A Tuesday."""
ZONE = "Europe/Berlin"
PLACE = Place(NOW, ZONE, "en-US")


def turn(text: str, memory: Memory | None = None) -> Turn:
    return Turn(text, read(text, NOW, ZONE, "en-US"), memory or Memory(), NOW, ZONE)
