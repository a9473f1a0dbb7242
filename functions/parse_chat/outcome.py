"""The answer to a message once its steps are done, and what the conversation remembers of it. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from functions.parse_chat.execution import Outcome
from functions.parse_chat.language.wording import due_text
from functions.parse_chat.memory import LastChange, Memory
from functions.parse_chat.replies.reply import failed, reply
from functions.parse_chat.retries import Attempt

_REMEMBERED = 50


def answered(attempt: Attempt, outcome: Outcome) -> tuple[dict[str, Any], Memory]:
    """The body of the chat answer, and the memory."""
    decision = attempt.decision
    outcome = replace(
        outcome, results=tuple(_completed(r, decision.words.get("filters", {}), attempt.zone) for r in outcome.results)
    )
    tasks = _tasks(outcome.results)
    text = failed(outcome.problem) if outcome.problem else reply(decision, outcome.results, attempt.zone, attempt.now)
    answer = {
        "conversation_id": str(attempt.conversation),
        "reply": text,
        "operation": decision.operation,
        "data": decision.data,
        "confidence": round(decision.confidence, 2),
        "clarification": decision.clarification,
        "tasks": tasks,
    }
    return answer, _memory(
        decision.memory, decision.operation, decision.say, tasks, failed_=outcome.problem is not None
    )


def _completed(result: dict[str, Any], filters: dict[str, Any], zone: str) -> dict[str, Any]:
    """A page without the tasks that were completed outside the days asked for; the list knows due dates only."""
    first, last = filters.get("completed_from"), filters.get("completed_to")
    if "items" not in result or not (first or last):
        return result
    days = ((task, due_text({"due_at": task["completed_at"]}, zone, iso=True)[:10]) for task in result["items"])
    return {
        **result,
        "items": [task for task, day in days if (not first or day >= first) and (not last or day <= last)],
    }


def _tasks(results: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    pages = [task for result in results if "items" in result for task in result["items"] if "title" in task]
    return pages or [result for result in results if "id" in result and "title" in result]


def _memory(memory: Memory, operation: str, say: str, tasks: list[dict[str, Any]], failed_: bool) -> Memory:
    """Tasks that were listed or touched can be pointed at; a creation is undone by what it made."""
    if failed_:
        return replace(memory, last=None)
    short = tuple(tasks[:_REMEMBERED])
    if say == "created":
        return replace(memory, shown=short, last=LastChange("create", short))
    return (
        replace(memory, shown=short)
        if short and operation in {"query", "update", "complete", "restore", "undo"}
        else memory
    )
