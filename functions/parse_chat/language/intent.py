"""The router: which command a clause gives. Explicit commands first, then questions, then plain statements."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.changes.command import change
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import IT, TASK_NOUNS, Command
from functions.parse_chat.language.completion import completion
from functions.parse_chat.language.creation import creation
from functions.parse_chat.language.deletion import deletion
from functions.parse_chat.language.questions.question import question
from functions.parse_chat.language.vocabulary import phrases, vocabulary

_UNDO = vocabulary("undo revert rollback")
_RESTORE = vocabulary("restore undelete recover untrash reinstate")
_HELP = phrases(
    "help; what can you do; how does this work; how do you work; help me; commands; how do i use this; what do you do"
)
_DISMISS = phrases(
    "never mind; nevermind; forget it; forget that; cancel that; dismiss; dismiss it; dismiss them;"
    " dismiss the extras; not now; stop; nvm"
)
_ASSISTANT = vocabulary(
    "tell can define spell roll flip play track translate convert calculate turn inform name resume pause stop"
    " lower raise dim increase decrease sing shuffle skip mute unmute volume recommend suggest google navigate"
    " explain describe compare estimate guess answer say repeat give show display search weather stock output"
    " write formulate generate summarize summarise compose rephrase paraphrase imagine pretend act respond"
    " reply transfer speak slower faster louder start-up continue locate who what when where why how which"
    " whose is are was were do does did has have had am will would could should may might if enter-mode rewrite"
    " encrypt decode simulate"
)
_SMALL_TALK = vocabulary(
    "thanks thank hello hi hey bye goodbye goodnight welcome sorry congratulations lol haha wow nice cool"
    " awesome perfect great ok okay yes no yeah yep nope sure"
)
_DEVICE = vocabulary(
    "light lights lamp lamps volume thermostat radio music song songs playlist podcast podcasts brightness tv"
    " television alarm-clock fan heater oven-timer channel station track album audiobook robot vacuum cleaner"
    " socket plug"
)
_WANTS_OTHER = vocabulary("hear listen watch know see understand learn play talk stream")


def intent(c: Clause) -> Command | Change | None:
    """The command with the best claim; None when nothing is said at all."""
    if not len(c):
        return None
    return _extra(c) or _explicit(c) or _statement(c)


def _phrase(c: Clause, phrases: tuple[tuple[str, ...], ...]) -> bool:
    return any(len(c) == len(p) and c.has(0, *p) for p in phrases)


def _extra(c: Clause) -> Command | None:
    """undo, restore, help, dismiss."""
    if (c.word(0) in _UNDO and (len(c) == 1 or c.word(1) in IT | {"the", "last", "my", "what"})) or c.has(
        0, "take", "that", "back"
    ):
        return Command("undo", 0.95, "undo", c, 1, len(c))
    if c.word(0) in _RESTORE and len(c) > 1:
        return Command("restore", 0.93, "restore", c, 1, len(c))
    if c.has(0, "bring", "back") and len(c) > 2 and not c.has(2, "the", "meeting"):
        return Command("restore", 0.8, "bring-back", c, 2, len(c))
    if _phrase(c, _HELP):
        return Command("help", 0.95, "help", c)
    if _phrase(c, _DISMISS):
        return Command("dismiss", 0.9, "dismiss", c)
    return None


_EXPLICIT_WORDS = vocabulary("list get what is show read do")


def _explicit(c: Clause) -> Command | Change | None:
    first = c.word(0)
    if first in {"remind", "reminder", "remember"}:
        asked = question(c)
        if (asked and asked.rule in {"what-to-remember"}) or _recall(c):
            return Command("query", 0.9, "remind-what", c, 0, len(c))
        return creation(c)
    found = completion(c)
    if found:
        return found
    changed = change(c)
    if changed and first in {"change", "set", "turn", "make"} and {t.word for t in c.s.tokens} & _DEVICE:
        return Command("none", 0.75, "device", c, 0, len(c))
    if changed:
        return changed
    removed = deletion(c)
    if removed:
        return removed
    made = creation(c)
    asked = (
        question(c)
        if made is None
        or (
            made.rule in {"put-on-list", "to-list", "needs-list", "write-down", "schedule"} and first in _EXPLICIT_WORDS
        )
        else None
    )
    return asked or made


_RECALL_WORDS = vocabulary("tasks items todos things reminders chores errands")


def _recall(c: Clause) -> bool:
    """Such as "remind me of the items on my list", "remind me what I have to do"."""
    if not c.has(0, "remind", "me"):
        return False
    i = 3 if c.word(2) in {"of", "about", "again"} else 2
    if c.word(i) == "what" and not c.has(i, "what", "time"):
        return True
    words = [c.word(n) for n in range(i, len(c))]
    plural = bool(set(words[:4]) & (TASK_NOUNS & _RECALL_WORDS))
    return c.word(2) in {"of", "about"} and plural and c.list_phrase is not None


_WISHED = vocabulary("morning night evening afternoon day you job to ya")
_HANDLING = vocabulary("put add next open close switch set make change start turn crank clean")


def _statement(c: Clause) -> Command | None:
    """No command word: a question about something else is none, "buy milk" is a task, chat is none."""
    first = c.word(0)
    words = {t.word for t in c.s.tokens}
    if c.asked:
        return Command("none", 0.9, "asked-other", c, 0, len(c))
    if c.needed:
        if (
            first in _WANTS_OTHER
            or (first in {"know", "be"} and c.needed.startswith("i need"))
            or (words & _DEVICE and c.needed.endswith("want to"))
        ):
            return Command("none", 0.85, "wants-other", c, 0, len(c))
        return Command("create", 0.8, "need-to", c, 0, len(c))
    if c.word(1) == "me" and first not in {"remind", "wake"}:
        return Command("none", 0.85, "assistant-request", c, 0, len(c))
    if first in {"good", "see", "talk"} and c.word(1) in _WISHED and len(c) < 6:
        return Command("none", 0.9, "small-talk", c, 0, len(c))
    if c.word(1) in {"what", "which", "whose"} and first in {"on", "in", "at", "for", "to", "from", "by", "with", "of"}:
        return Command("none", 0.85, "other-question", c, 0, len(c))
    if first == "find" and c.word(1) in {"a", "the", "some", "an"}:
        return Command("none", 0.75, "assistant-request", c, 0, len(c))
    if first in {"check", "read", "show", "open"} and words & {"email", "emails", "inbox", "voicemail", "messages"}:
        return Command("none", 0.8, "assistant-request", c, 0, len(c))
    if first == "list" and c.word(1) in {"the", "all", "some", "every"}:
        return Command("none", 0.8, "assistant-request", c, 0, len(c))
    if first in _SMALL_TALK or (c.greeted and first in {"how", "there"}):
        return Command("none", 0.92, "small-talk", c, 0, len(c))
    if first in _ASSISTANT:
        return Command("none", 0.92, "assistant-request", c, 0, len(c))
    if words & _DEVICE and first in _HANDLING:
        return Command("none", 0.75, "device", c, 0, len(c))
    return _plain(c, first, words)


_TOLD_WORDS = vocabulary("is are was were got has had keeps keep did does will isn't seems feels looks broke died")


def _told(c: Clause) -> bool:
    """Such as "my card got declined": a statement about the world, not a wish."""
    return any(c.word(n) in _TOLD_WORDS for n in range(1, min(len(c), 7)))


_PLAIN_WORDS = vocabulary("i we you he she they it there that this let number")


def _plain(c: Clause, first: str, words: set[str]) -> Command:
    last = c.s.text.rstrip()[-1:] if c.s.text.strip() else ""
    if last == "?" and len(c) > 2:
        return Command("none", 0.7, "other-question", c, 0, len(c))
    if first in _PLAIN_WORDS:
        return Command("none", 0.7, "statement", c, 0, len(c))
    if first in {"my", "the", "our", "your", "these", "those"} and not words & {"due", "deadline"} and _told(c):
        return Command("none", 0.7, "statement", c, 0, len(c))
    if first == "put" and c.word(len(c) - 1) == "on":
        return Command("none", 0.7, "device", c, 0, len(c))
    if not any(w.isalpha() for w in words):
        return Command("none", 0.6, "no-words", c, 0, len(c))
    return Command("create", 0.7, "plain", c, 0, len(c))
