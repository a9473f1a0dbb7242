"""The reading of a command on tasks that exist: complete, delete, restore."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.deletions.whole import covers_all
from functions.parse_chat.language.lists import named_list
from functions.parse_chat.language.mentioned import first_moment
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.reading import Clarification, Data, Reading, Span
from functions.parse_chat.language.target import Target, selection, target
from functions.parse_chat.language.tokens import Sentence


def targeted(command: Command, data: Data, s: Sentence, context: Context) -> Reading:
    """Read which tasks are meant; `data` holds the slots that every message has."""
    c = command.clause
    everything = command.kind == "all" or (command.operation == "delete" and covers_all(c, command.start, command.end))
    aim = (
        Target(everything=True, tag=_list_name(c), moment=first_moment(s, context))
        if everything
        else target(c, command.start, command.end, s, context)
    )
    data |= {"title": aim.text or aim.full, "target": aim.text or aim.full, "select": selection(aim)}
    if command.operation == "delete":
        data["permanent"] = command.kind == "permanent"
        if command.kind == "this" or (aim.text and aim.moment and not data["permanent"]):
            data["scope"] = "this"  # of a repeating task, the date names one occurrence
    asked = None if aim.named or aim.moment else _which(command.operation)
    spans = (Span("title", *s.span(*aim.indexes), command.rule),) if aim.text else ()
    confidence = command.confidence if asked is None else min(command.confidence, 0.85)
    return Reading(command.operation, confidence, data, asked, spans=spans, rule=command.rule)


def _list_name(c: Clause) -> str:
    if c.list_phrase:
        return c.list_phrase.name
    found = next((named_list(c.s, i, i, "") for i in range(1, len(c)) if named_list(c.s, i, i, "")), None)
    return found.name if found else ""


def _which(operation: str) -> Clarification:
    return Clarification(f"Which task would you like to {operation}?", "target")
