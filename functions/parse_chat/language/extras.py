"""Commands about the conversation itself: undo, restore, help, dismiss, a correction, and feedback on the last answer."""

from __future__ import annotations

from functions.parse_chat.language.changes.change import Change
from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import IT, Command
from functions.parse_chat.language.temporal import only_time
from functions.parse_chat.language.vocabulary import phrases, vocabulary

_UNDO = vocabulary("undo revert rollback redo")
_TAKE_BACK = phrases(
    "take that back; scratch that; scratch it; strike that; reverse that; i did not mean to do that; i did not mean that;"
    " that was a mistake; that was an accident; undo the last thing; go back; put it back the way it was; undo last; roll back"
)
_RESTORE = vocabulary("restore undelete recover untrash reinstate unarchive")
_HELP = phrases(
    "help; what can you do; how does this work; how do you work; help me; commands; how do i use this; what do you do;"
    " what commands are there; show help; show commands; what can i say; how do i use nudge; i need help; list commands;"
    " what commands do you know; what can i do here; how does nudge work"
)
_DISMISS = phrases(
    "never mind; nevermind; forget it; forget that; cancel that; dismiss; dismiss it; dismiss them; cancel; cancel it; abort;"
    " dismiss the extras; dismiss extras; dismiss the catch-up; not now; stop; nvm; forget i said that; forget i said anything;"
    " forget about it; do not bother; leave it; leave it alone; drop it; skip it; no thanks; no thank you; quit; exit; ignore that"
)
_FEEDBACK = phrases(
    "that is wrong; that is not right; that is not correct; that is incorrect; wrong; incorrect; this is wrong; you are wrong;"
    " that was wrong; you misunderstood; you misunderstood me; you got it wrong; you got that wrong; you got me wrong;"
    " that is not what i said; that is not what i meant; that is not what i asked; that is not what i asked for;"
    " that is not what i wanted; that is not what i want; not what i said; not what i meant; not what i asked; i did not say that;"
    " i did not ask for that; i did not ask you that; that is not it; you made a mistake; you do not understand;"
    " you did not understand; you did not understand me; bad answer; wrong answer; wrong task; wrong date; wrong day; wrong time;"
    " wrong one; that is the wrong task; that is the wrong date; that is the wrong day; that is the wrong time;"
    " that is the wrong one; not that one; that is not the right task; that is not the right date; you are mistaken;"
    " this is not right; this is not what i meant; this is not what i said; this is not what i asked for; that is not true;"
    " that does not look right; that does not seem right; this is incorrect; you heard me wrong; you heard wrong"
)
_BEFORE_FEEDBACK = vocabulary("no nope hey sorry , . ! ugh hmm but nudge well um uh")


def extra(c: Clause) -> Command | Change | None:
    """The command; None when the clause is about tasks or something else."""
    return _undone(c) or _restored(c) or _said(c) or _corrected(c)


def _is(c: Clause, known: tuple[tuple[str, ...], ...], start: int = 0) -> bool:
    return any(len(c) - start == len(p) and c.has(start, *p) for p in known)


_AFTER_UNDO = IT | vocabulary("the last my what previous deletion change completion")


def _undone(c: Clause) -> Command | None:
    if (c.word(0) in _UNDO and (len(c) == 1 or c.word(1) in _AFTER_UNDO)) or _is(c, _TAKE_BACK):
        return Command("undo", 0.95, "redo" if c.word(0) == "redo" else "undo", c, 1, len(c))
    return None


def _restored(c: Clause) -> Command | None:
    """Such as "restore X", "bring back X", "oops, bring it back", "get X back from the trash"."""
    i = 0
    while c.word(i) in {"oops", "whoops", "oh", "no", "wait", ",", "!", "sorry", "ah"} and i < len(c) - 1:
        i += 1
    if c.word(i) in _RESTORE and len(c) > i + 1:
        start = i + 1
        while c.word(start) in {"the", "my"} and c.word(start + 1) in {"deleted", "removed", "trashed"}:
            start += 2
        return Command("restore", 0.93, "restore", c, start, len(c))
    if c.word(i) not in {"bring", "put", "get", "give", "want"}:
        return None
    if c.has(i + 1, "back") and len(c) > i + 2 and not c.has(i + 2, "the", "meeting") and c.word(i) == "bring":
        return Command("restore", 0.8, "bring-back", c, i + 2, len(c))
    end = len(c) - 1
    if c.word(end) == "back" and c.word(i + 1) in IT and end == i + 2:
        return Command("restore", 0.85, "bring-back", c, i + 1, end)
    trash = next(
        (n for n in range(i + 1, len(c)) if c.has(n, "from", "the", "trash") or c.has(n, "out", "of", "the")), None
    )
    if trash and c.word(end) in {"trash", "bin"}:
        start = i + 2 if c.word(i + 1) == "back" else i + 1
        return Command("restore", 0.85, "from-trash", c, start, trash - 1 if c.word(trash - 1) == "back" else trash)
    return None


def _said(c: Clause) -> Command | None:
    """help, dismiss, and feedback that the last answer was wrong."""
    if _is(c, _HELP):
        return Command("help", 0.95, "help", c)
    if _is(c, _DISMISS):
        return Command(
            "dismiss", 0.9, "dismiss-extras" if c.word(len(c) - 1) in {"extras", "catch-up"} else "dismiss", c
        )
    i = 0
    while c.word(i) in _BEFORE_FEEDBACK and i < len(c) - 1:
        i += 1
    return Command("none", 0.92, "feedback", c, 0, len(c)) if _is(c, _FEEDBACK, i) else None


_OPENERS = vocabulary(
    "no nope not actually sorry wait oops rather instead oh ah , . ! i meant mean said it is was should be that make"
)
_TURNS = vocabulary("no nope not actually sorry wait oops rather meant mean said")


def _corrected(c: Clause) -> Change | None:
    """Such as "not thursday, wednesday", "no, monday", "I meant 5 pm": a new date for the task just spoken of."""
    i = 0
    while c.word(i) in _OPENERS and i < len(c):
        i += 1
    opened = {c.word(n) for n in range(i)}
    end = len(c) - 1 if c.word(len(c) - 1) == "instead" else len(c)
    if not opened & _TURNS or i >= end or c.word(i) in {"date", "time", "day", "later"} or not _times(c, i, end):
        return None
    if c.word(i - 1) == "not":  # what follows is the mistake, the right one comes after the comma
        comma = next((n for n in range(i, end) if c.word(n) in {",", "but", ";", "-"}), None)
        if comma is None or comma + 1 >= end:
            return None
        i = comma + 2 if c.word(comma + 1) in {"but", "on"} else comma + 1
    negated = next((n for n in range(i, end) if c.word(n) == "not"), end)
    negated = negated - 1 if c.word(negated - 1) == "," else negated
    return Change(c, i, i, i, negated, "due_at", "correction", 0.8)


def _times(c: Clause, start: int, end: int) -> bool:
    parts = [n for n in range(start, end) if c.word(n) not in {"not", "but"}]
    return all(
        only_time(c, n, n + 1) or c.word(n) in {",", "at", "on", "the", "in", ":", "of", ".", "-", "/"} for n in parts
    ) and any(only_time(c, n, n + 1) for n in parts)
