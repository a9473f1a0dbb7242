"""Questions for the audit trail: "what changed today?", "who completed the report?", "why did I get this reminder?"."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.language.command import ARTICLES, TASK_NOUNS, Command
from functions.parse_chat.language.moments.phrase import moments
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.query import period
from functions.parse_chat.language.title import title
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import phrases, vocabulary

AUDIT = "audit-"
"""How the rules of these questions begin; what follows names the kind: changes, who, why, when, completed, deleted, history."""

_DEEDS = {
    word: kind
    for kind, words in {
        "completed": "completed finished done closed checked complete",
        "deleted": "deleted removed trashed cancelled canceled erased delete remove",
        "changes": "changed changes change updated edited altered moved rescheduled renamed modified postponed happened happen",
        "created": "created added made added create add",
        "restored": "restored",
    }.items()
    for word in words.split()
}
_TRAIL = phrases(
    "audit trail; audit log; change log; changelog; activity log; recent activity; recent changes; latest changes;"
    " activity history; change history; task history; history of changes; full history; the history"
)
_WORLD = vocabulary("climate world weather news government law price prices war history-book")
_OWN = vocabulary("my tasks task list todo todos reminder reminders it this that")


def asks_the_audit_trail(words: list[str]) -> tuple[str, float]:
    """The rule and its confidence; ("", 0.0) when something else is asked."""
    if set(words) & _WORLD or len(words) > 14:
        return "", 0.0
    first, deed = words[0], next((_DEEDS[w] for w in words if w in _DEEDS), "")
    if first == "why" and set(words) & {"reminder", "reminded", "notified", "notification", "remind", "reminders"}:
        return "audit-why", 0.85
    if first == "why" and deed and set(words) & _OWN:
        return "audit-why", 0.8
    if first == "who" and "you" in words:
        return "", 0.0
    if first == "who" and deed and words[1] in _DEEDS | {"has": "", "was": "", "had": ""}:
        return "audit-who", 0.8
    if first == "what" and deed:
        return _what(words, deed)
    if first == "when" and deed and words[1:2] in (["was"], ["did"], ["were"], ["has"]) and deed != "changes":
        return ("audit-when", 0.8) if words[1] != "did" or words[2] in {"i", "we"} else ("", 0.0)
    return _history(words)


def _what(words: list[str], deed: str) -> tuple[str, float]:
    """Such as "what changed today", "what did I delete yesterday", "what has Anna done today", "what happened to X"."""
    if words[1] in _DEEDS and (len(words) < 4 or words[1] != "happened" or set(words) & _OWN):
        return ("audit-changes", 0.8) if deed in {"changes", "restored"} else (f"{AUDIT}{deed}", 0.8)
    if words[1] in {"was", "were", "got", "has", "have"} and words[2:3] and words[2] in _DEEDS | {"been": ""}:
        return f"{AUDIT}{deed}", 0.8
    if words[1] == "did" and words[2:3] in (["i"], ["we"]) and deed not in {"completed"}:
        return (f"{AUDIT}{deed}", 0.8) if words[3:4] and words[3] in _DEEDS else ("", 0.0)
    if words[1] in {"has", "did"} and words[2] not in ARTICLES and words[3:4] and words[3] in _DEEDS | {"do": ""}:
        return (f"{AUDIT}changes" if deed == "completed" else f"{AUDIT}{deed}", 0.7)
    return "", 0.0


def _history(words: list[str]) -> tuple[str, float]:
    """Such as "history of the rent task", "show me the audit trail"."""
    text = " ".join(words)
    if words[0] == "history" and words[1:2] in (["of"], ["for"]) and set(words) & TASK_NOUNS:
        return "audit-history", 0.85
    asked = words[0] in {"show", "see", "open", "view", "display", "what", "get", "give", "read", "audit", "list"}
    if (asked or len(words) < 4) and any(" ".join(p) in text for p in _TRAIL):
        return "audit-history", 0.85
    if asked and "history" in words and (set(words) & TASK_NOUNS or words[-2:-1] == ["the"]):
        return "audit-history", 0.8
    return "", 0.0


def audit_filters(command: Command, s: Sentence, context: Context) -> dict[str, Any]:
    """`audit` (the rule), and where they are said `q` (words of a title), `actor`, `at_from` and `at_to` (bare dates, local)."""
    found: dict[str, Any] = {"status": "all", "audit": command.rule}
    when = next(moments(s, context), None)
    days = period(when, context) if when else {}
    found |= {name.replace("due", "at"): day for name, day in days.items()}
    return found | _named(command, s, frozenset(range(when.start, when.end)) if when else frozenset())


_AUXILIARIES = vocabulary(
    "was were did has have been had the a i my we get this that it to do done of for on any about all me us"
)


def _named(command: Command, s: Sentence, masked: frozenset[int]) -> dict[str, Any]:
    """The title words after the deed ("who completed the report"), and the person who acted ("what has Anna done")."""
    c = command.clause
    deed = next((n for n in range(len(c)) if c.word(n) in _DEEDS or c.word(n) == "history"), None)
    if deed is None:
        return {}
    between = [n for n in range(1, deed) if c.word(n) not in _AUXILIARIES]
    actor = s.cut(c.s.tokens[between[0]].index, c.s.tokens[between[-1]].index + 1) if len(between) == 1 else ""
    body = range(deed + 1, len(c)) if command.rule != "audit-when" else [*between, *range(deed + 1, len(c))]
    kept = [c.s.tokens[n].index for n in body if c.word(n) not in TASK_NOUNS | _AUXILIARIES | _PAST]
    words = title(s, kept, masked)
    found = {"q": words} if words else {}
    if command.rule != "audit-when" and c.word(0) == "what" and c.word(1) in {"did", "have"} and c.word(2) == "i":
        return found | {"actor": "I"}
    return found | ({"actor": actor} if actor and c.word(0) == "what" and command.rule != "audit-when" else {})


_PAST = vocabulary("today yesterday week month last lately recently so far already ? . list todo")
