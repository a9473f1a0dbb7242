"""The answer to a message once its steps are done, and what the conversation remembers of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from functions.parse_chat.dialogue.question import slim
from functions.parse_chat.execution import Outcome
from functions.parse_chat.language.stamp import zone_of
from functions.parse_chat.language.wording import spoken_due
from functions.parse_chat.matching import TaskJson
from functions.parse_chat.memory import LastChange, Memory
from functions.parse_chat.plan import Decision
from functions.parse_chat.replies.done import Done
from functions.parse_chat.replies.reply import reply
from functions.parse_chat.retries import Attempt
from functions.parse_chat.sifting import sifted


def answered(attempt: Attempt, outcome: Outcome) -> tuple[dict[str, Any], Memory]:
    """The body of the chat answer, and the memory."""
    decision = attempt.decision
    results = tuple(result and sifted(result, decision, attempt) for result in outcome.results)
    done = Done(decision, results, attempt.zone, attempt.now, attempt.locale)
    tasks = _tasks(results)
    stale = outcome.stale_since
    answer: dict[str, Any] = {
        "conversation_id": str(attempt.conversation),
        "reply": f"{_as_of(stale, attempt)}{reply(done, outcome.problem)}",
        "operation": decision.operation,
        "data": decision.data,
        "confidence": round(decision.confidence, 2),
        "clarification": decision.clarification,
        "tasks": tasks,
    }
    return answer | ({"stale_since": stale} if stale else {}), _memory(decision, done, tasks)


def _as_of(stale: str | None, attempt: Attempt) -> str:
    """The words before a list that is an old one."""
    if stale is None:
        return ""
    then = datetime.fromisoformat(stale).astimezone(zone_of(attempt.zone)).replace(tzinfo=None)
    return f"Your tasks cannot be reached just now. This is the list as it was on {spoken_due(then, attempt.locale)}.\n"


def _tasks(results: Sequence[dict[str, Any] | None]) -> list[TaskJson]:
    """Those listed, else those touched; a page of the audit trail and a series are none."""
    pages = [task for result in results if result and "items" in result for task in result["items"] if _is_task(task)]
    return pages or [result for result in results if result and _is_task(result)]


def _is_task(found: dict[str, Any]) -> bool:
    return "title" in found and "priority" in found and "status" in found


def _memory(decision: Decision, done: Done, tasks: list[TaskJson]) -> Memory:
    """Tasks that were listed or touched can be pointed at; of a change only what succeeded can be taken back."""
    memory, short = decision.memory, [slim(task) for task in tasks]
    if decision.say == "listed":
        return memory.listing(short)
    if decision.change:
        change = _succeeded(decision.change, done)
        memory = memory.after(change) if change else memory
    return memory.touching([slim(task) for task in done.tasks if _is_task(task)] or short) if short else memory


def _succeeded(change: LastChange, done: Done) -> LastChange | None:
    """The change without the tasks whose step was refused; a creation is taken back by what it made."""
    if change.operation == "create":
        made = tuple(slim(task) for task in done.tasks)
        return LastChange("create", made) if made else None
    kept = [n for n, result in enumerate(done.made) if result is not None]
    if not kept:
        return None
    bodies = tuple(change.bodies[n] for n in kept) if change.bodies else ()
    return replace(change, tasks=tuple(change.tasks[n] for n in kept), bodies=bodies)
