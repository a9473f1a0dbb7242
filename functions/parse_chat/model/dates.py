"""The model's dates, re-read by the grammar: where the two differ the person is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from functions.parse_chat.language.engine import read
from functions.parse_chat.language.reading import Clarification
from functions.parse_chat.language.stamp import stamped, zone_of
from functions.parse_chat.language.wording import due_text
from functions.parse_chat.model.answer import When
from functions.parse_chat.model.failure import NotUsed


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a message was written; `now` is local in `zone`."""

    now: datetime
    zone: str
    locale: str | None = None


def stamp(value: str, place: Place) -> str:
    """The model's local time as it is kept: with the offset of the zone, or a bare date."""
    try:
        if len(value) == 10:
            return date.fromisoformat(value).isoformat()
        moment = datetime.fromisoformat(value)
        local = moment.astimezone(zone_of(place.zone)).replace(tzinfo=None) if moment.tzinfo else moment
        return str(stamped(local, place.zone))
    except (ValueError, OverflowError):
        raise NotUsed("wrong-form", "a date is no ISO date") from None


def disagreement(when: When, also_read: str | None, place: Place) -> Clarification | None:
    """The question to put when the grammar reads these words, or the date of the whole message, otherwise.

    The date of words that the grammar cannot read is the model's alone, but it never lies in the past.
    """
    value = stamp(when.value, place)
    reading = read(when.words, place.now, place.zone, place.locale)
    if reading.clarification and reading.clarification.field == "due_at":
        return reading.clarification
    seen = reading.data.get("due_at") or also_read
    if seen and not _same(seen, value):
        options = tuple(due_text({"due_at": each}, place.zone) for each in (seen, value))
        return Clarification(f"Which date do you mean: {options[0]} or {options[1]}?", "due_at", options)
    if _is_past(value, place):
        spoken = due_text({"due_at": value}, place.zone)
        return Clarification(f"{spoken} is in the past. When should it be due?", "due_at")
    return None


def _same(one: str, other: str) -> bool:
    if len(one) == 10 or len(other) == 10:
        return one == other
    return datetime.fromisoformat(one) == datetime.fromisoformat(other)


def _is_past(value: str, place: Place) -> bool:
    if len(value) == 10:
        return value < place.now.date().isoformat()
    return datetime.fromisoformat(value) < place.now.replace(tzinfo=zone_of(place.zone))
