"""Why a message did not get through, as far as it matters for what to do next."""

from __future__ import annotations


class MailFailure(Exception):
    """The message text says why, without address and without password."""


class Refused(MailFailure):
    """The provider will never take this message for this address: trying again is pointless."""


class NotSent(MailFailure):
    """It certainly did not go out; it may later."""


class Unreachable(NotSent):
    """The provider was not there, or would not talk: no word was said of this message."""


class AnswerLost(MailFailure):
    """It may have gone out: the connection ended after the message and before the answer. A repeat must be the very same message."""
