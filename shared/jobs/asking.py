"""A job's one request to a function, which may have to wake first."""

from __future__ import annotations

import asyncio

import aiohttp

from shared.errors import Misconfigured, Unavailable
from shared.invocation import Direct, Invocation, Reply


def ask(address: str, function: str, method: str, seconds: float) -> Reply:
    """What the function at `address` (with a place for its name) answers to a request for /. Raises Unavailable when it answers other than well."""
    if not address:
        raise Misconfigured("NUDGE_FUNCTION_ADDRESS is not set: nobody knows where functions are.")
    try:
        reply = asyncio.run(Direct(address, seconds).ask(Invocation(function, method, "/", b"", (), {})))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unavailable(f"{function} cannot be reached ({type(error).__name__}).") from error
    if reply.status != 200:
        raise Unavailable(f"{function} answered {reply.status}.")
    return reply
