"""From a reading and what the conversation remembers to a decision: a question, or what is to be done. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from functions.parse_chat import answers
from functions.parse_chat.amend import amended, applied, moved
from functions.parse_chat.language.reading import Clarification, Reading, Selection, as_data, as_operation
from functions.parse_chat.language.vocabulary import vocabulary
from functions.parse_chat.language.wording import due_text, listed, option_text
from functions.parse_chat.matching import Match, TaskJson, match
from functions.parse_chat.memory import LastChange, Memory, Pending
from functions.parse_chat.plan import Decision, Step

MOST_AT_ONCE = 200
"""Tasks that one bulk command may touch."""
_TASK_FIELDS = ("title", "description", "due_at", "priority", "tags", "reminders", "recurrence")
_PLAIN = vocabulary(
    "plain statement other-question no-words small-talk assistant-request need-to empty device noun-phrase"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message with all that is needed to decide on it; `now` is local in `zone`."""

    text: str
    reading: Reading
    memory: Memory
    now: datetime
    zone: str
    again: Reading | None = None
    """The message read as a new task ("add <message>"), where it may answer "what should it be called?"."""


@dataclass(frozen=True, slots=True)
class Search:
    """Tasks to fetch before deciding: by words (several attempts, the fullest first) or all of a kind."""

    names: tuple[str, ...] = ()
    status: str = "active"
    tag: str = ""
    due: str = ""
    everything: bool = False
    ids: tuple[str, ...] = ()


def search(turn: Turn) -> Search | None:
    """What must be known of the user's tasks to decide; None when nothing."""
    reading = answered(turn) or amended(turn) or turn.reading
    if (
        isinstance(reading, Decision)
        or reading.operation not in {"update", "complete", "delete", "restore"}
        or _unanswerable(reading)
    ):
        return None
    select = reading.data.get("select", {})
    status = {"restore": "trashed", "delete": "", "update": "active", "complete": "active"}[reading.operation]
    pointed = _pointed(reading, turn.memory)
    if pointed is not None:
        return Search(ids=(str(pointed[0]["id"]),)) if len(pointed) == 1 else None
    target = reading.data.get("target")
    names = tuple(n for n in (select.get("text"), reading.data.get("title"), target) if n)
    status = "" if select.get("status") == "completed" else status
    return Search(
        tuple(dict.fromkeys(names)),
        status,
        select.get("tag", ""),
        select.get("due", ""),
        bool(select.get("all")) or not names,
    )


def decide(turn: Turn, candidates: Sequence[TaskJson] = ()) -> Decision:
    """The decision for a message; `candidates` are what `search` asked for."""
    found = answered(turn) or amended(turn)
    if isinstance(found, Decision):
        return found
    pending = turn.memory.pending
    reading = found or turn.reading
    decision = _decide(replace(turn, reading=reading), candidates)
    if pending and found is None and decision.say != "pending-again":
        decision = replace(decision, words={**decision.words, "abandoned": pending.operation})
    return replace(decision, suspicious=reading.suspicious, notice=decision.notice or reading.notice)


def answered(turn: Turn) -> Reading | Decision | None:
    """The pending operation completed by this message; None when nothing is pending or the message is about something else."""
    pending = turn.memory.pending
    if pending is None:
        return None
    if pending.candidates:
        return _picked(turn, pending)
    if answers.no(turn.text) and pending.field != "due_at":
        return Decision("dismiss", "dropped", memory=_cleared(turn.memory))
    if pending.field == "confirm":
        return _confirmed(turn, pending)
    return applied(turn, pending) if not _explicit(turn.reading) or _fills(turn.reading, pending) else None


def _explicit(reading: Reading) -> bool:
    return reading.operation not in {"none", "dismiss"} and reading.rule not in _PLAIN


def _fills(reading: Reading, pending: Pending) -> bool:
    """A value alone ("tomorrow at 5") is an answer, whatever command it looks like."""
    return pending.field == "due_at" and bool(reading.data.get("due_at")) and not reading.data.get("title")


def _confirmed(turn: Turn, pending: Pending) -> Reading | Decision | None:
    if answers.yes(turn.text) or answers.chosen(turn.text, pending.options) == 0:
        return (
            _bulk(pending.operation, tuple(pending.data["tasks"]), pending.data, turn)
            if "tasks" in pending.data
            else _restored(pending)
        )
    return None


def _restored(pending: Pending) -> Reading:
    return Reading(as_operation(pending.operation), 0.95, as_data(pending.data))


def _picked(turn: Turn, pending: Pending) -> Decision | None:
    """One of the tasks that the question listed."""
    if answers.no(turn.text):
        return Decision("dismiss", "dropped", memory=_cleared(turn.memory))
    tasks = pending.candidates
    place = 0 if len(tasks) == 1 and answers.yes(turn.text) else answers.chosen(turn.text, pending.options)
    if place is None and not _explicit(turn.reading):
        found = match([turn.text], tasks).found
        place = tasks.index(found[0]) if len(found) == 1 else None
    if place is None:
        return None
    return _act(_restored(pending), [tasks[place]], replace(turn, reading=_restored(pending)))


def _cleared(memory: Memory) -> Memory:
    return replace(memory, pending=None)


def _unanswerable(reading: Reading) -> bool:
    """A question must be put first that has nothing to do with which task is meant."""
    asked = reading.clarification
    return asked is not None and asked.field != "target"


def _decide(turn: Turn, candidates: Sequence[TaskJson]) -> Decision:
    reading, memory = turn.reading, turn.memory
    if reading.suspicious and reading.operation == "none":
        return Decision("none", "suspicious", reading.confidence, dict(reading.data), memory=_cleared(memory))
    match reading.operation:
        case "create":
            return _create(turn)
        case "query":
            return _query(turn)
        case "update" | "complete" | "delete" | "restore":
            return _on_task(turn, candidates)
        case "undo":
            return _undo(turn)
        case "help":
            return Decision("help", "help", reading.confidence, memory=_cleared(memory))
        case "dismiss":
            return Decision(
                "dismiss", "dropped" if memory.pending else "dismissed", reading.confidence, memory=_cleared(memory)
            )
    return _none(turn)


def _ask(
    turn: Turn, asked: Clarification, operation: str, candidates: tuple[TaskJson, ...] = (), say: str = "ask"
) -> Decision:
    reading = turn.reading
    pending = Pending(operation, asked.field, dict(reading.data), asked.options, candidates)
    question = {"question": asked.question, "field": asked.field, "options": list(asked.options)}
    return Decision(
        operation,
        say,
        min(reading.confidence, 0.85),
        dict(reading.data),
        question,
        reading.notice,
        memory=replace(turn.memory, pending=pending),
    )


def _create(turn: Turn) -> Decision:
    reading = turn.reading
    if reading.clarification:
        return _ask(turn, reading.clarification, "create")
    data = reading.data
    body: dict[str, Any] = {"timezone": turn.zone}
    for name in _TASK_FIELDS:
        if data.get(name) not in (None, [], ""):
            body[name] = data.get(name)
    step = Step("create-task", "POST", "/api/tasks", body)
    return Decision(
        "create",
        "created",
        reading.confidence,
        dict(data),
        steps=(step,),
        notice=reading.notice,
        memory=_cleared(turn.memory),
    )


def _query(turn: Turn) -> Decision:
    reading = turn.reading
    filters = dict(reading.data.get("filters", {}))
    if "audit" in filters:
        step = Step("read-history", "GET", "/api/audit", query=(("limit", "50"),))
        return Decision(
            "query",
            "audit",
            reading.confidence,
            dict(reading.data),
            steps=(step,),
            words={"kind": filters["audit"]},
            memory=_cleared(turn.memory),
        )
    query = [
        (name, str(filters[name]))
        for name in ("status", "tag", "priority", "due_from", "due_to", "q")
        if filters.get(name)
    ]
    if filters.get("overdue"):
        query = [q for q in query if q[0] != "due_to"] + [("due_to", turn.now.isoformat(timespec="seconds"))]
    step = Step(
        "list-tasks",
        "GET",
        "/api/tasks",
        query=(
            *query,
            ("timezone", turn.zone),
            ("limit", "500" if "completed_from" in filters or "completed_to" in filters else "100"),
        ),
    )
    return Decision(
        "query",
        "listed",
        reading.confidence,
        dict(reading.data),
        steps=(step,),
        words={"filters": filters},
        memory=_cleared(turn.memory),
    )


def _pointed(reading: Reading, memory: Memory) -> list[TaskJson] | None:
    """The tasks that "it", "the second one" point at; None when the target is named otherwise."""
    select = reading.data.get("select", {})
    if "ordinal" in select:
        place = select["ordinal"]
        place = len(memory.shown) if place == -1 else place
        return [memory.shown[place - 1]] if 1 <= place <= len(memory.shown) else []
    if select.get("it") or (
        reading.operation == "update"
        and not reading.data.get("target")
        and not select.get("all")
        and not select.get("due")
    ):
        touched = list(memory.last.tasks) if memory.last else []
        return touched[:1] if len(touched) == 1 else list(memory.shown) if len(memory.shown) == 1 else []
    return None


def _on_task(turn: Turn, candidates: Sequence[TaskJson]) -> Decision:
    reading = turn.reading
    pointed = _pointed(reading, turn.memory)
    if pointed is not None:
        # what the conversation remembers may be out of date by now
        fresh = [t for t in candidates if pointed and t["id"] == pointed[0]["id"]]
        if fresh and fresh[0]["status"] == "trashed" and reading.operation != "restore":
            return Decision(
                reading.operation,
                "in-trash",
                reading.confidence,
                dict(reading.data),
                words={"title": fresh[0]["title"]},
                memory=_cleared(turn.memory),
            )
        if len(fresh) == 1 and not _unanswerable(reading):
            return _act(reading, fresh, turn)
        return _ask(
            turn, reading.clarification or Clarification("Which task do you mean?", "target"), reading.operation
        )
    if _unanswerable(reading) and reading.clarification:
        return _ask(turn, reading.clarification, reading.operation)
    select = reading.data.get("select", {})
    tasks = [t for t in candidates if not select.get("tag") or select["tag"] in t["tags"] or reading.data.get("title")]
    if select.get("all"):
        return _all(turn, _due_on(_of_kind(tasks, select, turn), select.get("due", ""), turn.zone))
    if not reading.data.get("title"):
        return _ask_which(turn, _due_on(tasks, select.get("due", ""), turn.zone))
    return _matched(turn, tasks, select.get("due", ""))


def _of_kind(tasks: Sequence[TaskJson], select: Selection, turn: Turn) -> list[TaskJson]:
    """Those of the status and priority that a bulk command names; "overdue" are the open ones whose time has passed."""
    kept = [
        t
        for t in tasks
        if select.get("status") in (None, t["status"]) and select.get("priority") in (None, t["priority"])
    ]
    if not select.get("overdue"):
        return kept
    now, today = turn.now.isoformat(), turn.now.date().isoformat()
    dues = [(t, due_text(t, turn.zone, iso=True)) for t in kept if t["status"] == "active"]
    return [t for t, due in dues if due and (due < today if len(due) == 10 else due < now)]


def _due_on(tasks: Sequence[TaskJson], day: str, zone: str) -> list[TaskJson]:
    """Those due on that local day; all when no day is named."""
    return [t for t in tasks if not day or due_text(t, zone, iso=True)[:10] == day]


def _matched(turn: Turn, tasks: Sequence[TaskJson], day: str) -> Decision:
    reading, select = turn.reading, turn.reading.data.get("select", {})
    names = [n for n in (select.get("text"), reading.data.get("target"), reading.data.get("title")) if n]
    result = match(list(dict.fromkeys(names)), tasks)
    found = result.found
    if len(found) > 1 and day:
        found = tuple(_due_on(found, day, turn.zone)) or found
    if len(found) > 1 and reading.operation == "delete":
        open_ = tuple(t for t in found if t["status"] == "active")
        found = open_ if len(open_) == 1 else found
    if len(found) == 1:
        return _act(reading, list(found), turn)
    return _several(turn, found) if found else _missing(turn, result)


def _several(turn: Turn, found: Sequence[TaskJson]) -> Decision:
    shown = tuple(found[:10])
    options = _options(shown, turn.zone)
    more = f" (and {len(found) - 10} more)" if len(found) > 10 else ""
    name = turn.reading.data.get("title")
    which = f"{len(found)} tasks match “{name}”{more}. " if name else ""
    return _ask(turn, Clarification(f"{which}Which one do you mean?", "target", options), turn.reading.operation, shown)


def _options(tasks: Sequence[TaskJson], zone: str) -> tuple[str, ...]:
    """Texts that pick a task; alike ones are told apart by their dates, or at last by their place."""
    plain = [str(t["title"]) for t in tasks]
    dated = [option_text(t, zone) if plain.count(p) > 1 else p for t, p in zip(tasks, plain, strict=True)]
    return tuple(f"{n}. {text}" if dated.count(text) > 1 else text for n, text in enumerate(dated, start=1))


def _missing(turn: Turn, result: Match) -> Decision:
    """No task of that name: say so, and offer what is near, or to create it."""
    reading = turn.reading
    name = reading.data.get("title")
    where = " in the trash" if reading.operation == "restore" else ""
    if result.near:
        options = _options(result.near, turn.zone)
        return _ask(
            turn,
            Clarification(f"I found no task called “{name}”{where}. Did you mean one of these?", "target", options),
            reading.operation,
            result.near,
            "missing",
        )
    offer = (f"Add {name}",) if reading.operation in {"update", "complete"} and len(str(name)) < 200 else ()
    asked = Clarification(
        f"I found no task called “{name}”{where}." + (" Shall I add it?" if offer else " Nothing was changed."),
        "target",
        offer,
    )
    question = {"question": asked.question, "field": asked.field, "options": list(asked.options)}
    pending = Pending("create", "confirm", {"title": name}, offer) if offer else None
    return Decision(
        reading.operation,
        "missing",
        min(reading.confidence, 0.85),
        dict(reading.data),
        question,
        memory=replace(turn.memory, pending=pending),
    )


def _ask_which(turn: Turn, tasks: Sequence[TaskJson]) -> Decision:
    asked = turn.reading.clarification or Clarification("Which task do you mean?", "target")
    shown = tuple(tasks[:10])
    if not shown:
        return Decision(
            turn.reading.operation,
            "none-there",
            turn.reading.confidence,
            dict(turn.reading.data),
            memory=_cleared(turn.memory),
        )
    return _ask(
        turn, Clarification(asked.question, "target", _options(shown, turn.zone)), turn.reading.operation, shown
    )


def _all(turn: Turn, tasks: Sequence[TaskJson]) -> Decision:
    """Bulk commands are confirmed first, with the number of tasks."""
    reading = turn.reading
    data = dict(reading.data)
    if not tasks:
        return Decision(reading.operation, "none-there", reading.confidence, data, memory=_cleared(turn.memory))
    if len(tasks) > MOST_AT_ONCE:
        return Decision(
            reading.operation,
            "too-many",
            reading.confidence,
            data,
            words={"count": len(tasks), "most": MOST_AT_ONCE},
            memory=_cleared(turn.memory),
        )
    verb = {
        "complete": "complete",
        "delete": "delete for good" if data.get("permanent") else "move to the trash",
        "restore": "restore",
        "update": "change",
    }[reading.operation]
    count = "the one task" if len(tasks) == 1 else f"all {len(tasks)} tasks"
    names = listed([f"“{t['title']}”" for t in tasks[:5]] + ([f"{len(tasks) - 5} more"] if len(tasks) > 5 else []))
    asked = Clarification(f"Shall I {verb} {count}: {names}?", "confirm", ("yes", "no"))
    kept = data | {
        "tasks": [
            {"id": t["id"], "title": t["title"], "status": t["status"], "due_at": t["due_at"], "all_day": t["all_day"]}
            for t in tasks
        ]
    }
    decision = _ask(replace(turn, reading=replace(reading, data=as_data(kept))), asked, reading.operation)
    return replace(decision, data=data)


def _bulk(operation: str, tasks: tuple[TaskJson, ...], data: dict[str, Any], turn: Turn) -> Decision:
    reading = Reading(as_operation(operation), 0.95, as_data(data))
    return _act(reading, list(tasks), turn)


def _act(reading: Reading, tasks: list[TaskJson], turn: Turn) -> Decision:
    """Carry out the operation on tasks that are certain."""
    data: dict[str, Any] = {k: v for k, v in reading.data.items() if k != "tasks"}
    operation = reading.operation
    asked = reading.clarification if _unanswerable(reading) else None
    if asked:
        return _ask(turn, asked, operation)
    if operation == "update":
        bodies = [patch(t, reading.data.get("changes", {}), turn) for t in tasks]
        steps = tuple(
            Step("complete-task", "POST", f"/api/tasks/{t['id']}/reopen")
            if b.get("status")
            else Step("update-task", "PATCH", f"/api/tasks/{t['id']}", b)
            for t, b in zip(tasks, bodies, strict=True)
        )
        if any(not b for b in bodies):
            return _ask(
                turn, Clarification("That task has no due date yet. When should it be due?", "due_at"), "update", ()
            )
    else:
        steps = tuple(_step(operation, t, bool(data.get("permanent"))) for t in tasks)
    say = {"update": "updated", "complete": "completed", "delete": "deleted", "restore": "restored"}[operation]
    memory = replace(turn.memory, pending=None, last=LastChange(operation, tuple(tasks)))
    return Decision(
        operation,
        say,
        reading.confidence,
        data,
        steps=steps,
        words={"permanent": bool(data.get("permanent")), "before": tasks},
        memory=memory,
    )


def _step(operation: str, task: TaskJson, permanent: bool) -> Step:
    path = f"/api/tasks/{task['id']}"
    if operation == "complete":
        return Step("complete-task", "POST", f"{path}/complete")
    if operation == "restore":
        return Step("delete-task", "POST", f"{path}/restore")
    return Step("delete-task", "DELETE", path, query=(("permanent", "true"),) if permanent else ())


def patch(task: TaskJson, changes: dict[str, Any], turn: Turn) -> dict[str, Any]:
    """The body for update-task; empty when a shift has no date to start from. A new day keeps the time of day (design §5)."""
    return moved(task, changes, turn.zone)


def _undo(turn: Turn) -> Decision:
    """Take back the last change of this conversation."""
    last = turn.memory.last
    if last is None or not last.tasks:
        return Decision("undo", "nothing-to-undo", turn.reading.confidence, memory=_cleared(turn.memory))
    steps = tuple(step for task in last.tasks for step in _inverse(last.operation, task))
    if not steps:
        return Decision("undo", "cannot-undo", turn.reading.confidence, memory=_cleared(turn.memory))
    memory = replace(turn.memory, pending=None, last=None)
    return Decision(
        "undo", "undone", turn.reading.confidence, {}, steps=steps, words={"operation": last.operation}, memory=memory
    )


def _inverse(operation: str, task: TaskJson) -> tuple[Step, ...]:
    path = f"/api/tasks/{task['id']}"
    if operation in {"create", "restore"}:
        return (Step("delete-task", "DELETE", path),)
    if operation == "complete":
        return (Step("complete-task", "POST", f"{path}/reopen"),)
    if operation == "delete":
        return (Step("delete-task", "POST", f"{path}/restore"),)
    kept: dict[str, Any] = {
        name: task[name]
        for name in ("title", "description", "due_at", "priority", "tags", "reminders", "recurrence")
        if name in task
    }
    if task.get("due_zone"):
        kept["timezone"] = task["due_zone"]
    return (Step("update-task", "PATCH", path, kept),) if kept else ()


def _none(turn: Turn) -> Decision:
    reading = turn.reading
    if reading.rule == "small-talk":
        say = "thanked" if "thank" in turn.text.lower() else "greeted"
        return Decision("none", say, reading.confidence, dict(reading.data), memory=_cleared(turn.memory))
    offer = reading.rule in {"statement", "device", "wants-other"} and len(turn.text) < 200 and not reading.suspicious
    options = [f"Add {turn.text.strip()}"]
    question: dict[str, Any] | None = (
        {"question": "Shall I add it as a task?", "field": "operation", "options": options} if offer else None
    )
    pending = None
    if question and turn.again and turn.again.data.get("title"):
        pending = Pending("create", "confirm", dict(turn.again.data), tuple(question["options"]))
    return Decision(
        "none",
        "not-understood",
        reading.confidence,
        dict(reading.data),
        question,
        reading.notice,
        memory=replace(turn.memory, pending=pending),
    )
