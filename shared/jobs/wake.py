"""Calls a function that works by the clock, asleep or not."""

from __future__ import annotations

import asyncio

import aiohttp

from shared.errors import Misconfigured, Unavailable
from shared.invocation import Direct, Invocation

_SECONDS = 280.0
"""Longer than its work usually takes; Knative ends a request after 300."""


def call(address: str, function: str) -> str:
    """Has it do its work now and returns its answer. Raises Unavailable when it does not answer well."""
    if not address:
        raise Misconfigured("NUDGE_FUNCTION_ADDRESS is not set: nobody knows where functions are.")
    try:
        reply = asyncio.run(Direct(address, _SECONDS).ask(Invocation(function, "POST", "/", b"", (), {})))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unavailable(f"{function} cannot be reached ({type(error).__name__}).") from error
    if reply.status != 200:
        raise Unavailable(f"{function} answered {reply.status}.")
    return reply.body.decode("utf-8", "replace")
