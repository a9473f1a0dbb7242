"""What works right now, in plain words: found from the parts of Nudge that are down. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from pydantic import BaseModel, Field

Part = Literal["database", "sidecar", "broker", "background", "mail", "model"]
"""What can be down. `broker`: events wait longer than they should; `background`: the functions that are woken by events or the clock."""
Capability = Literal["reading", "writing", "chat", "reminders", "mail", "live-updates"]
State = Literal["works", "limited", "down"]


class CapabilityAnswer(BaseModel):
    name: Capability
    state: State
    message: str = Field(description="A sentence for people")


class StatusAnswer(BaseModel):
    """`degraded` as soon as one capability does not work as it should."""

    status: Literal["ok", "degraded"]
    message: str = Field(description="The whole in a sentence or two for people")
    capabilities: list[CapabilityAnswer]


_WORKS: Mapping[Capability, str] = {
    "reading": "Your tasks can be read.",
    "writing": "Changes are stored.",
    "chat": "Chat answers.",
    "reminders": "Reminders come on time.",
    "mail": "E-mail is sent.",
    "live-updates": "Changes appear on every screen at once.",
}

_SENTENCES: Mapping[Part, str] = {
    "database": "Your tasks cannot be reached just now: lists are shown as they were last, and changes have to wait.",
    "sidecar": "Reminders and changes from elsewhere are held up just now; what you change is stored and nothing is lost.",
    "broker": "Reminders and changes from elsewhere come late just now; what you change is stored and nothing is lost.",
    "background": "Reminders and repeating tasks are held up just now; what you change is stored and nothing is lost.",
    "mail": "E-mail cannot be sent just now: reminders appear here, and the e-mail follows.",
    "model": "Chat understands plain sentences only just now.",
}

_EFFECTS: Mapping[Part, Mapping[Capability, tuple[State, str]]] = {
    "database": {
        "reading": ("limited", "Lists are shown as they were last, and say of when they are."),
        "writing": ("down", "Changes cannot be stored now; nothing is half done. Please try again in a moment."),
        "chat": ("limited", "Chat can show your list as it was last, and does not remember the conversation."),
        "reminders": ("down", "Reminders come as soon as this is over, and say that they are late."),
        "mail": ("down", "E-mail waits until this is over."),
        "live-updates": ("limited", "Changes from elsewhere appear when this is over."),
    },
    "sidecar": {
        "chat": ("limited", "Chat does what you say, and does not remember the conversation."),
        "reminders": ("limited", "Reminders come as soon as this is over, and say that they are late."),
        "mail": ("limited", "E-mail waits until this is over."),
        "live-updates": ("limited", "Changes from elsewhere may appear late."),
    },
    "broker": {
        "reminders": ("limited", "Reminders may come late, and say so then."),
        "mail": ("limited", "E-mail may come late."),
        "live-updates": ("limited", "Changes from elsewhere may appear late."),
    },
    "background": {
        "reminders": ("down", "Reminders come as soon as this is over, and say that they are late."),
        "mail": ("down", "E-mail waits until this is over."),
    },
    "mail": {
        "mail": (
            "limited",
            "The mail server does not take messages now; they are sent again after 1, 5 and 15 minutes.",
        )
    },
    "model": {"chat": ("limited", "Chat understands plain sentences; the language model does not answer.")},
}

_BOTH: Mapping[Capability, tuple[State, str]] = {
    "reading": ("down", "Your tasks cannot be shown now. They are safe; please try again in a moment."),
    "chat": ("down", "Chat cannot reach your tasks now. Please try again in a moment."),
}
"""With database and sidecar down at the same time the lists that were kept cannot be reached either."""

_ORDER: tuple[State, ...] = ("works", "limited", "down")


def status(down: Collection[Part]) -> StatusAnswer:
    """The status of a Nudge of which these parts are down."""
    effects = [_EFFECTS[part] for part in _EFFECTS if part in down]
    if {"database", "sidecar"} <= set(down):
        effects.append(_BOTH)
    capabilities = [_capability(name, [each[name] for each in effects if name in each]) for name in _WORKS]
    told = [_SENTENCES[part] for part in _SENTENCES if part in down and not (part == "broker" and "sidecar" in down)]
    return StatusAnswer(
        status="degraded" if down else "ok",
        message=" ".join(told) or "Everything works.",
        capabilities=capabilities,
    )


def _capability(name: Capability, effects: list[tuple[State, str]]) -> CapabilityAnswer:
    """The worst of what happens to it; of two that are as bad the first."""
    state, message = max(effects, key=lambda effect: _ORDER.index(effect[0]), default=("works", _WORKS[name]))
    return CapabilityAnswer(name=name, state=state, message=message)
