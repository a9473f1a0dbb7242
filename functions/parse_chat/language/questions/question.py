"""Whether a clause asks about the tasks, and by which rule."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import Command
from functions.parse_chat.language.questions.audit import asks_the_audit_trail
from functions.parse_chat.language.questions.duties import asked_when, mine, own
from functions.parse_chat.language.questions.foreign import foreign, names_other
from functions.parse_chat.language.questions.noun_phrase import noun_phrase
from functions.parse_chat.language.questions.nouns import LOOSE, OTHER, TASKS
from functions.parse_chat.language.questions.openings import AUX, SHOW, WH
from functions.parse_chat.language.questions.remembering import remembered
from functions.parse_chat.language.questions.states import asked_state
from functions.parse_chat.language.vocabulary import vocabulary


def question(c: Clause) -> Command | None:
    """The query, or None when the message asks about something else or nothing."""
    words = [t.word for t in c.s.tokens]
    if not words:
        return None
    rule, confidence = _about(c, words)
    return Command("query", confidence, rule, c, 0, len(c)) if rule else None


_KEPT = vocabulary("marked scheduled planned booked noted saved written listed down")


def _about(c: Clause, words: list[str]) -> tuple[str, float]:
    kinds = set(words)
    tasks, loose = bool(kinds & TASKS), bool(kinds & LOOSE)
    if noun_phrase(c, words):
        return "noun-phrase", 0.85
    if mine(words):
        return "what-do-i-have", 0.93
    if asked_when(words):
        return "ask-when", 0.85
    if words[0] == "why":
        return asks_the_audit_trail(words)
    if words[0] in SHOW and kinds & {"tagged", "#"}:
        return "show-tagged", 0.85
    if (words[0] in WH and kinds & {"trash", "bin"}) or words == ["what", "is", "on", "there"]:
        return "ask-trash", 0.75
    if remembered(words):
        return "what-to-remember", 0.88
    if asked_state(words):
        return "ask-state", 0.85
    if foreign(c, kinds):
        return "", 0.0
    if words[0] in WH | AUX and (tasks or c.list_phrase):
        return (
            ("ask-tasks", 0.93) if (c.list_phrase and c.list_phrase.noun == "list") or not kinds & OTHER else ("", 0.0)
        )
    if words[0] == "report" and not kinds & {"my", "me", "all"} and words[1:2] != ["on"]:
        return "", 0.0
    if words[0] in SHOW and (tasks or c.list_phrase) and not names_other(c, words):
        return "show-tasks", 0.93
    if (words[0] in WH or words[0] in AUX) and loose and own(words):
        return "ask-items", 0.82
    if words[0] == "any" and loose and len(words) < 7 and not kinds & OTHER:
        return "ask-items", 0.82
    if words[0] == "check" and words[1:3] in (["if", "i"], ["whether", "i"]) and loose:
        return "ask-items", 0.82
    if words[:3] == ["do", "i", "have"] and kinds & _KEPT:
        return "ask-items", 0.82
    if words[0] in SHOW and loose and (kinds & {"my", "all"} or c.word(1) in {"notes", "items"}) and not kinds & OTHER:
        return "show-items", 0.85
    if c.list_phrase and ("what" in kinds or "is there" in " ".join(words) or words[-1] in {"what", "read"}):
        return "list-what", 0.85
    if tasks and words[-1] in {"what", "read", "now"} and words[0] in {"my", "the", "i"}:
        return "list-what", 0.8
    return asks_the_audit_trail(words)
