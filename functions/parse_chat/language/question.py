"""Questions about the tasks themselves: "what's due this week?", "is milk on my list?", "read my reminders"."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import ARTICLES, Command
from functions.parse_chat.language.lexicon import TODAY, TOMORROW, WEEKDAYS
from functions.parse_chat.language.vocabulary import texts, vocabulary

_TASKS = vocabulary(
    "alarm alarms task tasks todo todos reminder reminders list lists chore chores errand errands to-do calendar schedule"
    " agenda appointment appointments event events deadline deadlines overdue due todolist checklist"
    " assignments itinerary"
)
_LOOSE = vocabulary(
    "item items meeting meetings plans plan note notes things stuff anything something planned scheduled errand entries"
)
_SHOW = vocabulary(
    "show number display read list view see pull bring open access check find search look give tell recite repeat"
    " review print go name inform let get refresh fetch know remind hear say summarize summarise retrieve"
    " browse count run walk present report load provide recall enumerate hit need want like share"
)
_WH = vocabulary("what which when where who how why whose")
_AUX = vocabulary("do does did is are was were have has had am will would should can could any anything")
_OTHER = vocabulary(
    "weather playlist playlists song songs music email emails message messages voicemail news movie movies"
    " restaurant restaurants recipe recipes flight flights stock stocks bank balance contacts grocery_store"
    " vacation pto calories podcast podcasts order orders package traffic"
)


def question(c: Clause) -> Command | None:
    """The query, or None when the message asks about something else or nothing."""
    words = [t.word for t in c.s.tokens]
    if not words:
        return None
    rule, confidence = _about(c, words)
    return Command("query", confidence, rule, c, 0, len(c)) if rule else None


_ABOUT_WORDS = vocabulary("marked scheduled planned booked noted saved written listed down")


def _about(c: Clause, words: list[str]) -> tuple[str, float]:
    kinds = set(words)
    tasks, loose = bool(kinds & _TASKS), bool(kinds & _LOOSE)
    if _noun_phrase(c, words):
        return "noun-phrase", 0.85
    if _mine(words):
        return "what-do-i-have", 0.93
    if _asked_when(words):
        return "ask-when", 0.85
    if words[0] in _SHOW and kinds & {"tagged", "#"}:
        return "show-tagged", 0.85
    if (words[0] in _WH and kinds & {"trash", "bin"}) or words == ["what", "is", "on", "there"]:
        return "ask-trash", 0.75
    if _remembered(words):
        return "what-to-remember", 0.88
    if _foreign(c, kinds):
        return "", 0.0
    if words[0] in _WH | _AUX and (tasks or c.list_phrase):
        return (
            ("ask-tasks", 0.93) if (c.list_phrase and c.list_phrase.noun == "list") or not kinds & _OTHER else ("", 0.0)
        )
    if words[0] in _SHOW and (tasks or c.list_phrase) and not _names_other(c, words):
        return "show-tasks", 0.93
    if (words[0] in _WH or words[0] in _AUX) and loose and _own(words):
        return "ask-items", 0.82
    if words[:3] == ["do", "i", "have"] and kinds & _ABOUT_WORDS:
        return "ask-items", 0.82
    if (
        words[0] in _SHOW
        and loose
        and (kinds & {"my", "all"} or c.word(1) in {"notes", "items"})
        and not kinds & _OTHER
    ):
        return "show-items", 0.85
    if c.list_phrase and ("what" in kinds or "is there" in " ".join(words) or words[-1] in {"what", "read"}):
        return "list-what", 0.85
    if tasks and words[-1] in {"what", "read", "now"} and words[0] in {"my", "the", "i"}:
        return "list-what", 0.8
    return _changed(words)


_WEAK = vocabulary("event events schedule list lists agenda due deadline deadlines itinerary meeting meetings calendar")
_OWNED = vocabulary(
    "i my mine our we todo todos todolist shopping grocery groceries chores chore task tasks reminder reminders"
)
_PUBLIC = vocabulary("near nearby local downtown city town happening area world league bus train store you")


def _foreign(c: Clause, kinds: set[str]) -> bool:
    """Events, schedules and lists of the world: "events near me", "the best seller list", "what tasks can you do"."""
    if kinds & {"events", "event"} and kinds & _PUBLIC:
        return True
    if {"can", "you"} <= kinds and not kinds & {"i", "my", "me"}:
        return True
    if kinds & {"due"} and kinds & {"car", "service", "inspection", "oil"}:
        return True
    if not kinds & _TASKS <= _WEAK or kinds & _OWNED:
        return False
    if kinds & {"list", "lists"}:
        bare = c.word(len(c) - 1) in {"list", "lists"} and c.word(len(c) - 2) in {"the", "a", "this"}
        return not bare and len(c) > 3
    return bool(kinds & {"schedule", "calendar", "agenda"}) and bool(kinds & {"of", "for"}) and bool(kinds & _PUBLIC)


_DUTIES = vocabulary("do buy get finish complete pay call clean pick remember bring prepare submit")


_ASKED_WHEN_WORDS = vocabulary("this next on by tonight before up done")


def _asked_when(words: list[str]) -> bool:
    """Such as "when do I have to pay rent", "am I free tomorrow", "what do I need to buy"."""
    if words[:2] == ["am", "i"] and words[2:3] in (["free"], ["busy"], ["available"], ["booked"]):
        return True
    if words[:3] == ["do", "i", "need"] or words[:3] == ["do", "i", "have"]:
        return words[3:4] == ["to"] and len(words) > 4 and words[4] in _DUTIES
    if words[:4] == ["how", "busy", "am", "i"] or words[:4] == ["what", "should", "i", "not"]:
        return True
    if words[:3] in (["when", "do", "i"], ["when", "am", "i"], ["when", "should", "i"]) and words[3:5] in (
        ["have", "to"],
        ["need", "to"],
        ["supposed", "to"],
    ):
        return True
    if (
        words[:3] == ["what", "do", "i"]
        and words[3:5] in (["have", "to"], ["need", "to"])
        and words[5:6]
        and words[5] in _DUTIES
    ):
        return len(words) == 6 or words[6] in TODAY | TOMORROW | _ASKED_WHEN_WORDS
    return False


def _own(words: list[str]) -> bool:
    text = " ".join(words)
    return any(
        p in text
        for p in (
            "i have",
            "have i",
            "do i",
            "am i",
            "my ",
            "i got",
            "left to do",
            "are there",
            "is there",
            "anything",
            "did i",
        )
    )


_MINE_TEXTS = texts(
    "do i have to do; i have to do; do i need to do; i need to do; am i going to do; should i do;"
    " should i be doing; am i supposed to do; i supposed to do; must i do; do i have to get done;"
    " i need to get done; do i have going on; i have going on; do i have planned; i have planned;"
    " do i have scheduled; i have scheduled; do i have coming up; i have coming up; is on my plate;"
    " do i have left; i have left to do; left for me to do; do i have for; do i have on; i have for; i have on;"
    " anything to do; do i have plans; do i have any plans; do i have anything; have i got; do i still have to;"
    " do i still need to; is left to do; is next on; is coming up; do i have today; do i have tomorrow;"
    " i have today; i have tomorrow; have i planned; i got going; i got to do; do i have to be;"
    " i have to get done; have i finished; have i completed; did i finish; did i complete; did i get done;"
    " have i done; did i do; should i work on; should i focus on; is my day; does my day look;"
    " does my week look; is my week; do i have this; do i have next; did i miss; do i have to complete;"
    " do i have to finish; do i need to finish; do i need to complete; i want to do; i am doing; there to do;"
    " was i going to do; i needed to do; i was going to do;"
    " supposed to be doing; thing scheduled; next thing planned"
)


def _mine(words: list[str]) -> bool:
    """Such as "what do I have to do", "do I need to do anything", "what am I going to do next", "what should I do today"."""
    if words[0] not in _WH | _AUX | _SHOW | {"any", "anything", "let", "remind", "i"}:
        return False
    text = " ".join(words)
    ask = words[0] in _WH | _AUX or "what" in words[:6]
    phrases = _MINE_TEXTS
    bare = text in {
        "what is next",
        "what is up next",
        "what is left",
        "what next",
        "what now",
        "what is planned",
        "anything planned",
    }
    return bare or (ask and any(p in text for p in phrases) and not set(words) & _OTHER)


_REMEMBERED_WORDS = vocabulary("remember recall remind reminded remembering forget forgetting memory")


def _remembered(words: list[str]) -> bool:
    """Such as "what did I ask you to remember", "I wanted to remember some things, what were they", "remind me of what I asked"."""
    kinds = set(words)
    memory = kinds & _REMEMBERED_WORDS
    asked = kinds & {"what", "which", "refresh", "items", "things"}
    own = kinds & {"i", "my", "me"}
    if words[0] in {"remind", "tell"} and not (
        words[1:2] == ["me"] and words[2:3] in (["of"], ["what"], ["about"], ["which"])
    ):
        return False
    if words[0] in {"remember", "remind"} and "what" not in kinds:
        return False
    return (
        bool(memory and asked and own)
        and (words[0] in _WH | _SHOW | {"i", "refresh"})
        and ("what" in kinds or "refresh" in kinds)
    )


_NAMES_OTHER_WORDS = vocabulary("get find list go say open run let name hit report present share walk look call")
_NAMES_OTHER_MORE_WORDS = vocabulary("read know see hear what content contents")
_NAMES_OTHER_OTHER_WORDS = vocabulary("me all through over at up out down what everything know")


def _names_other(c: Clause, words: list[str]) -> bool:
    """Such as "find a recipe", "get milk from my list": not a look at the list."""
    if set(words) & _OTHER:
        return True
    if words[0] in {"need", "want", "like"}:
        return not (_NAMES_OTHER_MORE_WORDS & set(words) or words[1:2] == ["my"])
    if words[0] in _NAMES_OTHER_WORDS:
        return (
            c.list_phrase is not None
            and c.list_phrase.start > 2
            and words[1] not in ARTICLES | _NAMES_OTHER_OTHER_WORDS
        )
    return False


_NOUN_PHRASE_WORDS = vocabulary(
    "tagged list late past any of # first last incomplete unfinished outstanding personal by and day today"
    " everything me left ? trash trashed deleted school"
)
_NOUN_PHRASE_MORE_WORDS = vocabulary("to add remind : called a an new is about finish at")
_NOUN_PHRASE_OTHER_WORDS = vocabulary(
    "on in with high low medium priority - urgent important current upcoming pending remaining work home"
    " shopping grocery groceries"
)
_NOUN_PHRASE_FURTHER_WORDS = vocabulary("all open active completed done finished for this next week month")


def _noun_phrase(c: Clause, words: list[str]) -> bool:
    """Such as "my tasks", "today's todo list", "tasks for tomorrow", "overdue high-priority work stuff", "todo list please"."""
    kinds = set(words)
    if len(words) > 9 or not kinds & (_TASKS | {"stuff", "items"}) or kinds & _NOUN_PHRASE_MORE_WORDS:
        return False
    allowed = (
        _TASKS
        | _LOOSE
        | ARTICLES
        | TODAY
        | TOMORROW
        | set(WEEKDAYS)
        | _NOUN_PHRASE_FURTHER_WORDS
        | _NOUN_PHRASE_OTHER_WORDS
        | _NOUN_PHRASE_WORDS
    )
    return all(
        w in allowed or c.s.word(n - 1) == "#" or c.s.word(n - 1) == "tagged" for n, w in enumerate(words)
    ) and words[0] not in {"done", "completed", "finished"}


def _changed(words: list[str]) -> tuple[str, float]:
    """Questions for the audit trail: "what changed today?", "who completed the report?", "why did I get this reminder?"."""
    text = " ".join(words)
    if (
        words[0] == "what"
        and any(
            p in text
            for p in (
                "has changed",
                "changed",
                "was changed",
                "was deleted",
                "got deleted",
                "was completed",
                "happened to my",
            )
        )
        and "climate" not in text
    ):
        return "audit-changes", 0.8
    if (
        words[0] == "who"
        and set(words) & {"completed", "deleted", "changed", "added", "moved", "finished"}
        and len(words) < 10
    ):
        return "audit-who", 0.7
    if words[0] == "why" and set(words) & {"reminder", "reminded", "notified", "notification"}:
        return "audit-why", 0.85
    return "", 0.0
