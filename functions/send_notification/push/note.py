"""What a pushed message says: one reminder with what can be done about it, or how many there are; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from functions.send_notification.digest import subject
from shared.notifications import Notification

_TITLE, _TEXT = 120, 300
"""Characters. A push service takes 4,096 bytes (RFC 8030 §7.2), of which encryption needs some."""
SNOOZE_MINUTES = 60
_ACTIONS = [{"action": "complete", "title": "Done"}, {"action": "snooze", "title": "In an hour"}]


@dataclass(frozen=True)
class Note:
    """`tag` names it: a repeat replaces what a browser shows already, or has not been handed yet."""

    tag: UUID
    content: bytes


def note(notifications: Sequence[Notification]) -> Note:
    """The message that tells of these notifications, which are in the order of their time."""
    first = notifications[0]
    if len(notifications) > 1:
        titles = [each.title for each in notifications]
        told: dict[str, object] = {
            "title": subject(titles),
            "body": _cut("\n".join(titles), _TEXT),
            "url": "/?bell=all",
        }
    else:
        told = {"title": _cut(first.title, _TITLE), "body": _cut(first.text, _TEXT), "url": _address(first)}
        if first.reminder_id:
            told |= {"reminder": str(first.reminder_id), "minutes": SNOOZE_MINUTES, "actions": _ACTIONS}
    return Note(first.id, orjson.dumps(told | {"tag": str(first.id)}))


def _address(notification: Notification) -> str:
    return f"/?task={notification.task_id}" if notification.task_id else "/?bell=all"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
