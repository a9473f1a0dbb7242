"""The offline engine: one message in, one Reading out. Pure, without network, and it never raises."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from functions.parse_chat.language.agents.request import Request
from functions.parse_chat.language.agents.router import handed_over
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.reading import Data, Reading
from functions.parse_chat.language.recognition import recognised
from functions.parse_chat.language.safety import suspicious
from functions.parse_chat.language.several import several
from functions.parse_chat.language.tokens import sentence
from functions.parse_chat.language.vocabulary import vocabulary

_MONTH_FIRST = vocabulary("US PH FM PW MH UM GU AS PR VI")


def month_first(locale: str | None) -> bool | None:
    """Whether "12/03" is December 3: known only when the locale (BCP 47) names a region."""
    if not locale:
        return None
    region = next((p.upper() for p in locale.replace("_", "-").split("-")[1:] if len(p) == 2 and p.isalpha()), None)
    return region in _MONTH_FIRST if region and region != "CA" else None


def read(text: str, now: datetime, zone: str, locale: str | None = None) -> Reading:
    """Understand a message written at `now` (local, without zone) in the IANA zone `zone`."""
    s = sentence(text)
    context = Context(now.replace(tzinfo=None), month_first(locale))
    pattern = suspicious(s)
    found = recognised(s, guarded=bool(pattern))
    reading = handed_over(Request(found.command, s, found.start, found.end, context, zone))
    if pattern:
        return _kept_harmless(reading, pattern)
    return several(reading, s, context, lambda part: _one(part, context, zone))


def _one(text: str, context: Context, zone: str) -> Reading:
    """A part of a message that names several tasks."""
    s = sentence(text)
    found = recognised(s, guarded=False)
    return handed_over(Request(found.command, s, found.start, found.end, context, zone))


def _kept_harmless(reading: Reading, pattern: str) -> Reading:
    """Suspicious text creates at most one task from a sentence that openly asks for it; otherwise nothing."""
    if reading.operation == "create":
        return replace(reading, suspicious=pattern)
    data: Data = {
        "title": None,
        "due_at": reading.data.get("due_at"),
        "priority": None,
        "tags": [],
        "reminders": [],
        "recurrence": None,
    }
    return Reading("none", 0.9, data, None, None, (), pattern, "suspicious", "task")
