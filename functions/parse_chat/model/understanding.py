"""The one entry: a message read by the grammar goes in, and comes out the same or with the model's reading."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.model.certainty import worth_asking
from functions.parse_chat.model.configuration import BadConfiguration, configured
from functions.parse_chat.model.failure import NOT_CALLED, NotUsed
from shared import metrics
from shared.events import Cause
from shared.services import Services

if TYPE_CHECKING:
    from functions.parse_chat.model.engine import Engine

log = logging.getLogger(__name__)

_engines: WeakKeyDictionary[Services, Engine | None] = WeakKeyDictionary()


async def understand(turn: Turn, locale: str | None, services: Services, cause: Cause) -> Turn:
    """The turn with the best reading there is. Without a model, and whenever it is of no help, the grammar's stands.

    Takes no longer than the configured timeout and never raises what the model did.
    """
    engine = engine_of(services)
    if engine is None or not worth_asking(turn, engine.settings):
        return turn
    started = time.perf_counter()
    try:
        reading = await engine.read(turn, locale, cause)
    except NotUsed as error:
        _tell_not_used(error, time.perf_counter() - started)
        return turn
    seconds = time.perf_counter() - started
    metrics.model_requests.labels("used").inc()
    metrics.model_seconds.observe(seconds)
    told = {"operation": reading.operation, "asks": reading.clarification is not None, "ms": round(seconds * 1000)}
    log.info("the language model's reading is used", extra=told)
    return replace(turn, reading=reading)


async def attend(services: Services) -> None:
    """For the life of the function: says at the start what is configured, makes ready for the first message, and closes at the end."""
    engine = engine_of(services)
    if engine is None:
        return
    try:
        await engine.load()
        await asyncio.Event().wait()
    finally:
        await engine.close()


def engine_of(services: Services) -> Engine | None:
    """The engine of this process; None where no model is configured, or not well."""
    if services not in _engines:
        _engines[services] = _made(services)
    return _engines[services]


def _made(services: Services) -> Engine | None:
    try:
        configuration = configured(services.secrets)
    except BadConfiguration as error:
        log.error("the language model is not configured well and stays unused: %s", error)
        return None
    if configuration is None:
        return None
    settings = configuration.settings
    told = {"host": configuration.host, "model": configuration.name, "mode": settings.mode, "timeout": settings.timeout}
    log.info("a language model is configured", extra=told)
    if configuration.is_open_to_others:
        log.warning("messages travel to the language model without encryption", extra={"host": configuration.host})
    # Who has no model need not wait for what it takes: a twentieth of the function's start.
    from functions.parse_chat.model.engine import Engine

    return Engine(configuration, services.sidecar, services.clock)


def _tell_not_used(error: NotUsed, seconds: float) -> None:
    metrics.model_requests.labels(error.reason).inc()
    if error.reason not in NOT_CALLED:
        metrics.model_seconds.observe(seconds)
    told = {"reason": error.reason, "detail": error.detail, "ms": round(seconds * 1000)}
    log.warning("the language model is not used, the grammar's reading is", extra=told)
