"""Why a push did not get through, as far as it matters for what to do next."""

from __future__ import annotations


class PushFailure(Exception):
    """The message text says why, without the address of the browser."""


class Gone(PushFailure):
    """The browser has left this address, or gave one that never was any: it is to be forgotten."""


class Refused(PushFailure):
    """The push service will not take this message: trying again is pointless."""


class Passing(PushFailure):
    """The push service could not be reached, or asks for patience."""
