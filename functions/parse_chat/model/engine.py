"""The engine: tasks to offer, purse, breaker, call and checks, in one bounded time."""

from __future__ import annotations

import asyncio
import importlib
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from pydantic import ValidationError

from functions.parse_chat.dialogue.search import Search
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.execution import candidates
from functions.parse_chat.language.reading import Reading
from functions.parse_chat.model.answer import ModelAnswer
from functions.parse_chat.model.budget import Budget, Limits
from functions.parse_chat.model.configuration import MOST_ANSWER_TOKENS, Configuration
from functions.parse_chat.model.dates import Place
from functions.parse_chat.model.failure import NOT_PAID, WELL, NotUsed
from functions.parse_chat.model.judgement import judged
from functions.parse_chat.model.offer import Offer, offer
from functions.parse_chat.model.prompt import document, instructions
from shared import metrics
from shared.breaker import Breaker
from shared.clock import Clock
from shared.errors import Unavailable
from shared.events import Cause
from shared.sidecar import Sidecar

if TYPE_CHECKING:
    from functions.parse_chat.model.client import Client, Completion

_LONGEST = 2_000
"""Characters of a message that the model is asked about."""
_LETTERS_PER_TOKEN = 2
"""Fewer than any tokeniser needs for English, so that what is set aside is never too little."""


class Engine:
    """One for the process."""

    def __init__(self, configuration: Configuration, sidecar: Sidecar, clock: Clock) -> None:
        self.settings = configuration.settings
        self._configuration, self._sidecar = configuration, sidecar
        self._breaker = Breaker(self.settings.failures, self.settings.rest, time.monotonic)
        self._budget = Budget(sidecar, Limits(self.settings.tokens_per_day, self.settings.tokens_per_month), clock)
        self._client: Client | None = None

    @property
    def is_resting(self) -> bool:
        """Whether the model is left alone after failures."""
        return self._breaker.is_resting

    async def load(self) -> Client:
        """The client; the SDK is imported beside the loop, since that takes a second."""
        if self._client is None:
            module = await asyncio.to_thread(importlib.import_module, "functions.parse_chat.model.client")
            self._client = self._client or module.Client(self._configuration)
        return self._client

    async def close(self) -> None:
        if self._client:
            await self._client.close()

    async def read(self, turn: Turn, locale: str | None, cause: Cause) -> Reading:
        """The model's reading of a message, checked. Raises NotUsed, after `timeout` seconds at the latest."""
        if len(turn.text) > _LONGEST:
            raise NotUsed("too-long")
        if not self._breaker.admits():
            raise NotUsed("resting")
        try:
            async with asyncio.timeout(self.settings.timeout):
                reading = await self._read(turn, Place(turn.now, turn.zone, locale), cause)
        except TimeoutError:
            self._report(NotUsed("timeout"))
            raise NotUsed("timeout") from None
        except NotUsed as error:
            self._report(error)
            raise
        except BaseException:
            self._breaker.left()
            raise
        self._breaker.succeeded()
        metrics.model_breaker_open.set(0)
        return reading

    def _report(self, error: NotUsed) -> None:
        if error.reason in WELL:
            self._breaker.succeeded()
        elif error.reason in {"over-budget", "budget-unknown", "tasks-unknown"}:
            self._breaker.left()
        else:
            self._breaker.failed(error.rest)
        metrics.model_breaker_open.set(self._breaker.is_open)

    async def _read(self, turn: Turn, place: Place, cause: Cause) -> Reading:
        offered = await self._offer(turn, cause)
        completion = await self._paid(instructions(), document(turn, place.locale, offered))
        if completion.reason:
            raise NotUsed(completion.reason)
        try:
            answer = ModelAnswer.model_validate_json(completion.text)
        except ValidationError as error:
            raise NotUsed("wrong-form", f"{error.error_count()} mistakes") from None
        return judged(answer, turn, offered, place)

    async def _offer(self, turn: Turn, cause: Cause) -> Offer:
        if not self.settings.tasks:
            return {}
        try:
            tasks = await candidates(self._sidecar, Search(everything=True), turn.zone, cause)
        except Unavailable:
            raise NotUsed("tasks-unknown") from None
        return offer(turn.text, tasks, turn.memory, self.settings.tasks)

    async def _paid(self, told: str, given: str) -> Completion:
        """The completion, counted. A call that never came back counts with all that it may have cost."""
        client = await self.load()
        most = (len(told) + len(given)) // _LETTERS_PER_TOKEN + MOST_ANSWER_TOKENS
        try:
            if not await self._budget.set_aside(most):
                raise NotUsed("over-budget")
        except Unavailable:
            raise NotUsed("budget-unknown") from None
        try:
            completion = await client.complete(told, given)
        except NotUsed as error:
            if error.reason in NOT_PAID:
                await self._correct(most, 0)
            raise
        metrics.model_tokens.labels("prompt").inc(completion.prompt_tokens)
        metrics.model_tokens.labels("answer").inc(completion.answer_tokens)
        await self._correct(most, completion.prompt_tokens + completion.answer_tokens or most)
        return completion

    async def _correct(self, set_aside: int, used: int) -> None:
        """Should the purse be out of reach by now, what was set aside stays counted: too much rather than too little."""
        with suppress(Unavailable):
            await self._budget.correct(set_aside, used)
