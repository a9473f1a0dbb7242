"""Carrying out a decision: the calls to other functions, each with a key of its own so that a repetition changes nothing."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from functions.parse_chat.dialogue.bulk import MOST_AT_ONCE
from functions.parse_chat.dialogue.search import Search
from functions.parse_chat.matching import match
from functions.parse_chat.plan import Step
from shared.call import CLIENT, CLIENT_NAME, CORRELATION, IDEMPOTENCY
from shared.errors import Unavailable
from shared.events import Cause
from shared.sidecar import Reply, Sidecar

_AT_ONCE = 8
_KEY = 200
_UNREACHED = "Your tasks cannot be reached just now. Nothing was changed; please try again in a moment."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What each step gave, in their order (None: it was refused), and the first problem document among them."""

    results: tuple[dict[str, Any] | None, ...]
    problem: dict[str, Any] | None = None

    @property
    def stale_since(self) -> str | None:
        """The instant of a list that list-tasks could only answer as it once was."""
        return next((result["stale_since"] for result in self.done if result.get("stale_since")), None)

    @property
    def done(self) -> tuple[dict[str, Any], ...]:
        return tuple(result for result in self.results if result is not None)


def headers(cause: Cause) -> dict[str, str]:
    """What the called function must know of the person and the request."""
    known = {
        CORRELATION: cause.correlation_id,
        CLIENT: cause.actor.client_id,
        CLIENT_NAME: quote(cause.actor.name),
        "traceparent": cause.traceparent,
    }
    return {name: value for name, value in known.items() if value}


def derived(key: str, number: int) -> str:
    """The key of step `number` of a message: `<key>:<n>`, shortened to a hash where it would be too long."""
    made = f"{key}:{number}"
    return made if len(made) <= _KEY else f"{hashlib.sha256(key.encode()).hexdigest()}:{number}"


async def carry_out(
    sidecar: Sidecar, steps: Sequence[Step], offered: Collection[str], key: str, cause: Cause
) -> Outcome:
    """Run all steps, a few at a time; a later problem does not take back what the others did.

    Only tasks and series among `offered` are touched, the ids that list-tasks gave for this message: should a step name another one, whoever
    thought of it, nothing at all is done.
    """
    strange = [step.entity or step.path for step in steps if not _is_offered(step, offered)]
    if strange:
        log.error("a step names a task that was not offered; nothing is done", extra={"ids": strange[:10]})
        return Outcome(
            (None,) * len(steps), {"detail": "I could not find that task on your list. Nothing was changed."}
        )
    # new tasks are made one after the other, so that a list shows them in the order in which they were said
    makes = any((step.method, step.path) in _HARMLESS for step in steps)
    gate = asyncio.Semaphore(1 if makes else _AT_ONCE)

    async def run(number: int, step: Step) -> Reply:
        async with gate:
            known = headers(cause) | ({IDEMPOTENCY: derived(key, number)} if step.method != "GET" else {})
            return await sidecar.invoke(
                step.function, step.method, step.path, body=step.body, query=step.query, headers=known
            )

    replies = await asyncio.gather(*(run(n, step) for n, step in enumerate(steps, start=1)))
    problem = next((_problem(r) for r in replies if r.status >= 400), None)
    return Outcome(tuple((r.json() or {}) if r.status < 400 else None for r in replies), problem)


_HARMLESS = frozenset({("POST", "/api/tasks")})
"""What changes nothing that is there."""


def _is_offered(step: Step, offered: Collection[str]) -> bool:
    """A step that changes something must name an offered entity, and its path must be about just that."""
    if step.method == "GET" or (step.method, step.path) in _HARMLESS:
        return True
    return step.entity in offered and step.entity in step.path.split("/")


def _problem(reply: Reply) -> dict[str, Any]:
    found = reply.json()
    if reply.status >= 500:
        raise Unavailable(
            str((found or {}).get("detail") or "Your tasks cannot be reached just now. Please try again in a moment.")
        )
    return found if isinstance(found, dict) else {}


async def candidates(sidecar: Sidecar, wanted: Search, zone: str, cause: Cause) -> list[dict[str, Any]]:
    """The tasks among which a target is looked for: by its words first, then all, so that near titles can be offered."""
    common = [("timezone", zone)] + ([("status", wanted.status)] if wanted.status else [])
    if wanted.ids:
        return await _by_id(sidecar, wanted.ids, cause)
    if wanted.everything:
        chosen = [("tag", wanted.tag)] if wanted.tag else []
        day = [("due_from", wanted.due), ("due_to", wanted.due)] if wanted.due else []
        return await _list(sidecar, [*common, *chosen, *day, ("limit", str(MOST_AT_ONCE + 1))], cause)
    for name in wanted.names:
        longest = max(name.split(), key=len, default=name)[:200]
        for words in dict.fromkeys((name[:200], longest)):
            found = await _list(sidecar, [*common, ("q", words), ("limit", "200")], cause)
            if match([name], found).found:
                return found
    return await _list(sidecar, [*common, ("limit", "500")], cause)


async def _by_id(sidecar: Sidecar, ids: Sequence[str], cause: Cause) -> list[dict[str, Any]]:
    """These tasks as they are now, without those that are gone; many are looked for in a list of all first."""
    found: dict[str, dict[str, Any]] = {}
    if len(ids) > _AT_ONCE:
        page = await _list(sidecar, [("status", "all"), ("limit", "500")], cause)
        found = {task["id"]: task for task in page if task["id"] in set(ids)}
    rest = [each for each in ids if each not in found]
    gate = asyncio.Semaphore(_AT_ONCE)

    async def get(name: str) -> Reply:
        async with gate:
            return await sidecar.invoke("list-tasks", "GET", f"/api/tasks/{quote(name)}", headers=headers(cause))

    for reply in await asyncio.gather(*(get(name) for name in rest)):
        if reply.status >= 500:
            raise Unavailable(_UNREACHED)
        if reply.status == 200:
            task = reply.json()
            found[task["id"]] = task
    return [found[each] for each in ids if each in found]


async def _list(sidecar: Sidecar, query: Sequence[tuple[str, str]], cause: Cause) -> list[dict[str, Any]]:
    reply = await sidecar.invoke("list-tasks", "GET", "/api/tasks", query=query, headers=headers(cause))
    if reply.status >= 500:
        raise Unavailable(_UNREACHED)
    page: Mapping[str, Any] = reply.json() if reply.status < 400 else {"items": []}
    if page.get("stale_since"):  # an old list is there to be read, not to decide by what is changed
        raise Unavailable(_UNREACHED)
    return list(page["items"])
