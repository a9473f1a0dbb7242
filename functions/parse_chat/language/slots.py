"""What a message states beside its title: when, how often, reminders, tags, priority; and which tokens say so."""

from __future__ import annotations

from dataclasses import dataclass, field

from functions.parse_chat.language.lexicon import HOLIDAYS, MONTHS, UNITS, WEEKDAYS
from functions.parse_chat.language.moments.moment import Moment
from functions.parse_chat.language.moments.phrase import moments
from functions.parse_chat.language.moments.resolution import resolve
from functions.parse_chat.language.numbers import ordinal, year
from functions.parse_chat.language.pieces import Context
from functions.parse_chat.language.priority import Level, priorities
from functions.parse_chat.language.recurrence.phrase import recurrence
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.reminders import Reminders, reminders
from functions.parse_chat.language.sentences import quotes
from functions.parse_chat.language.tags import tags
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import phrases, vocabulary

HOLIDAY_WORDS = frozenset(words[0] for words in HOLIDAYS)
_DEADLINE = vocabulary("by before due until till within")
_VAGUE = phrases(
    "later on; later; soon; sometime soon; sometime; some time; someday; some day; eventually; at some point;"
    " in a bit; in a while; one of these days; one day; some other time; another time; for later; for later on;"
    " at a later time; at a later date; in the future"
)
_VAGUE_WORDS = frozenset(phrase[0] for phrase in _VAGUE)
_PLACES = vocabulary(
    "get arrive leave reach am 'm come go enter pass walk return land start finish see talk meet are drive step"
)


@dataclass(frozen=True, slots=True)
class Slots:
    """Everything found in tokens start..end; `masked` are the tokens that belong to a value and not to the title."""

    due: Moment | None = None
    others: tuple[Moment, ...] = ()
    recurrence: Recurrence | None = None
    reminders: Reminders = field(default_factory=Reminders)
    tags: tuple[str, ...] = ()
    priority: Level | None = None
    vague: tuple[int, int] | None = None
    trigger: tuple[int, int] | None = None
    unsure: str = ""
    masked: frozenset[int] = frozenset()
    spans: tuple[tuple[str, int, int, str], ...] = field(default=())


def slots(s: Sentence, context: Context, command: int = 0, protected: frozenset[int] = frozenset()) -> Slots:
    """Read the whole message; tokens in `protected` (quoted text) hold no values."""
    free = protected | frozenset(n for a, b in quotes(s) if b - a < len(s) for n in range(a, b))
    spans: list[tuple[str, int, int, str]] = []
    taken = set(free)

    def take(name: str, start: int, end: int, rule: str) -> bool:
        if any(n in taken for n in range(start, end)):
            return False
        taken.update(range(start, end))
        spans.append((name, start, end, rule))
        return True

    labels = tuple(t.name for t in tags(s) if take("tags", t.start, t.end, "tag"))
    level = next((p.level for p in priorities(s) if take("priority", p.start, p.end, p.rule)), None)
    repeat = _repeat(s, context, free)
    if repeat and not take("recurrence", repeat.start, repeat.end, repeat.out_of_scope or repeat.pattern):
        repeat = None
    reminded = reminders(s, context, command)
    for start, end in reminded.spans:
        take("reminders", start, end, "lead")
    trigger = _trigger(s)
    if trigger and not take("description", *trigger, "place"):
        trigger = None
    due, others = _due(
        s, [m for m in moments(s, context) if not any(n in taken for n in range(m.start, m.end))], context
    )
    for one in due[1]:
        if not _stays(s, one):
            take("due_at", one.start, one.end, one.rule)
        else:
            spans.append(("due_at", one.start, one.end, one.rule))
    vague = None if due[0] else _vague(s, taken)
    if vague:
        take("due_at", *vague, "vague")
    masked = frozenset(taken - free)
    unsure = _unsure(s, due[1], taken) if due[0] and not due[0].problem else ""
    return Slots(due[0], others, repeat, reminded, labels, level, vague, trigger, unsure, masked, tuple(spans))


_TEMPORAL = vocabulary(
    "ago except last previous quarter half end beginning mid early late past week weeks month months year"
    " years day days hour hours minute minutes fortnight weekend weekends morning afternoon evening night am pm"
    " christmas easter following next"
)


_UNSURE_WORDS = vocabulary("last past end half late early next previous")


def _unsure(s: Sentence, parts: list[Moment], taken: set[int]) -> str:
    """The words beside a date that speak of time too but were not understood: then the date may mean something else."""
    for found in parts:
        end = _doubt_after(s, found.end)
        if end and found.end not in taken:
            return s.cut(found.start, end)
        start = _doubt_before(s, found)
        if start is not None and start not in taken:
            return s.cut(start, found.end)
    return ""


def _doubt_after(s: Sentence, i: int) -> int:
    """The token after the doubtful words that follow a date ("… after Christmas", "… of an hour"); 0 without any."""
    word, second = s.word(i), s.word(i + 1)
    if word in _TEMPORAL - _UNSURE_WORDS:
        return i + 1
    if word in {"after", "before"} and second in _TEMPORAL | HOLIDAY_WORDS:
        return i + 2
    return i + 3 if word in {"of", "in"} and second in {"an", "a", "the"} and s.word(i + 2) in UNITS else 0


def _doubt_before(s: Sentence, found: Moment) -> int | None:
    """The first of the doubtful words before a date ("third", "end of", "2014"), or None."""
    i = found.start - 1
    i = i - 1 if s.word(i) in {"of", "the"} else i
    if i < 2 or s.inside_word(i):
        return None
    word = s.word(i)
    counted = ordinal(s, i) is not None and s.word(found.start) in WEEKDAYS
    month = (word in MONTHS and word not in {"may", "march"}) or (word in {"later", "late"} and found.vague)
    return i if word in _TEMPORAL - {"night", "past", "end"} or counted or month or year(s, i) else None


def _repeat(s: Sentence, context: Context, free: frozenset[int]) -> Recurrence | None:
    start = 0
    while True:
        found = recurrence(s, context, start)
        if found is None or not any(n in free for n in range(found.start, found.end)):
            return found
        start = found.end


def _due(
    s: Sentence, found: list[Moment], context: Context
) -> tuple[tuple[Moment | None, list[Moment]], tuple[Moment, ...]]:
    """The moment that the task is due, the phrases it is made of, and the other moments."""
    if not found:
        return (None, []), ()
    days = [m for m in found if m.has_day and not m.has_time and not m.problem]
    times = [m for m in found if m.has_time and not m.has_day]
    if len(found) > 1 and days and times:
        pair = sorted(
            (days[-1] if len(days) > 1 and days[-1].lead in _DEADLINE else days[0], times[0]), key=lambda m: m.start
        )
        merged = resolve(pair[0].pieces + pair[1].pieces, context, pair[0].start, pair[1].end, pair[0].lead)
        return (merged, pair), tuple(m for m in found if m not in pair)
    parts = [m for m in found if any(p.part for p in m.pieces) and not any(p.clock for p in m.pieces)]
    if len(found) == 2 and len(parts) == 1 and times and parts[0] is not times[0]:
        pair = sorted((parts[0], times[0]), key=lambda m: m.start)
        merged = resolve(pair[0].pieces + pair[1].pieces, context, pair[0].start, pair[1].end, pair[0].lead)
        return (merged, pair), ()
    best = _best(s, found)
    return (best, [best]), tuple(m for m in found if m is not best)


def _best(s: Sentence, found: list[Moment]) -> Moment:
    """Of several moments: a deadline, else one that is not past, at the end of the sentence, else the first."""
    ahead = [m for m in found if not m.past] or found
    deadline = [m for m in ahead if m.lead.split(" ")[-1] in _DEADLINE or "due" in m.lead]
    if deadline:
        return deadline[-1]
    last = ahead[-1]
    return last if last.end >= len(s) - 1 else ahead[0]


def _stays(s: Sentence, found: Moment) -> bool:
    """A date that completes "is" or that describes a noun stays part of the title ("my wife's birthday is Jan 9th")."""
    return (
        s.word(found.start - 1) in {"is", "are", "was", "be", "on"}
        and s.word(found.start - 1) != "on"
        and found.start > 1
    )


def _vague(s: Sentence, taken: set[int]) -> tuple[int, int] | None:
    """Such as "later", "soon", "at some point" at the end, before a comma or "to", or right after "remind me"."""
    for i in (n for n in range(len(s)) if s.word(n) in _VAGUE_WORDS):
        for phrase in _VAGUE:
            end = i + len(phrase)
            closed = s.word(end) in {"", ".", "!", ",", "?", "please"}
            opened = s.word(end) in {"to", "about"} and s.word(i - 1) in {"me", "us"}
            said = i > 0 and s.has(i, *phrase) and not any(n in taken for n in range(i, end))
            if said and (closed or opened):
                return (i, end)
    return None


_PERSONS = vocabulary("i we i'm im my he she they you")
_BEFORE_A_QUESTION = vocabulary("me about check see ask know of find remember")


def _trigger(s: Sentence) -> tuple[int, int] | None:
    """A place or event instead of a time: "when I get home", "next time I'm at the store"."""
    for i in range(2, len(s) - 2):
        opens = (
            s.word(i) in {"when", "once", "whenever"}
            or s.has(i, "next", "time")
            or s.has(i, "as", "soon", "as")
            or s.has(i, "the", "next", "time")
        )
        j = i + (2 if s.has(i, "next", "time") else 3 if s.word(i) in {"as", "the"} else 1)
        if (
            opens
            and s.word(j) in _PERSONS
            and (s.word(j) in {"i'm", "im"} or s.word(j + 1) in _PLACES or s.word(j) in {"he", "she", "they", "my"})
        ):
            if s.word(i - 1) in _BEFORE_A_QUESTION:
                return None
            end = next((n for n in range(j, len(s)) if s.word(n) in {".", "!", ";", ","}), len(s))
            return (i, end)
    return None
