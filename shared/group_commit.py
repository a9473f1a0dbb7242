"""Group commit: what arrives while a write is under way is gathered and written in one go."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

import psycopg

Item = TypeVar("Item")
Result = TypeVar("Result")


class GroupCommit(Generic[Item, Result]):
    """Under load one commit serves many; alone, an item is written at once. `write` gives one result an item, in order."""

    def __init__(
        self, write: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]], most: int = 64, at_once: int = 2
    ) -> None:
        self._write, self._most, self._at_once = write, most, at_once
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._writers: set[asyncio.Task[None] | None] = set()

    async def put(self, item: Item) -> Result:
        """Returns when the item is committed; raises what its write raised."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if len(self._writers) < self._at_once:
            # In no context: a group belongs to no single request, neither its log lines nor its trace.
            writer = asyncio.create_task(self._work(), context=Context())
            self._writers.add(writer)
        return await done

    async def _work(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._commit(group)
        finally:
            # In the same step that found nothing waiting: an item that comes after it must find room for a new writer.
            self._writers.discard(asyncio.current_task())

    async def _commit(self, group: Sequence[tuple[Item, asyncio.Future[Result]]]) -> None:
        try:
            results = await self._write([item for item, _ in group])
        except Exception as error:  # noqa: BLE001 - handed to those who wait
            # What the database refuses of one must not fall on the others. An outage is everybody's.
            if len(group) > 1 and isinstance(error, psycopg.DataError | psycopg.IntegrityError):
                for each in group:
                    await self._commit([each])
                return
            for _, done in group:
                if not done.done():
                    done.set_exception(error)
            return
        for (_, done), result in zip(group, results, strict=True):
            if not done.done():
                done.set_result(result)
