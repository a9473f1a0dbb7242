"""Such as "daily", "bi-weekly", "quarterly"."""

from __future__ import annotations

from functions.parse_chat.language.lexicon import MONTHS, WEEKDAYS
from functions.parse_chat.language.numbers import NUMBER_WORDS
from functions.parse_chat.language.recurrence.rule import Recurrence
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary

ADVERBS = {
    "daily": ("DAILY", 1),
    "everyday": ("DAILY", 1),
    "weekly": ("WEEKLY", 1),
    "monthly": ("MONTHLY", 1),
    "yearly": ("YEARLY", 1),
    "annually": ("YEARLY", 1),
    "biweekly": ("WEEKLY", 2),
    "fortnightly": ("WEEKLY", 2),
    "quarterly": ("MONTHLY", 3),
    "hourly": ("HOURLY", 1),
    "nightly": ("DAILY", 1),
    "bimonthly": ("MONTHLY", 2),
    "biannually": ("MONTHLY", 6),
    "semiannually": ("MONTHLY", 6),
    "semimonthly": ("SEMIMONTHLY", 1),
}


def adverb(s: Sentence, i: int) -> Recurrence | None:
    word = s.word(i)
    if s.has(i, "every", "day"):
        return None
    if word in {"bi", "semi"} and s.word(i + 1) == "-":
        joined = word + s.word(i + 2)
        return Recurrence(i, i + 3, *ADVERBS[joined]) if joined in ADVERBS else None
    if word in {"a", "an", "the"} and s.word(i + 1) in ADVERBS and s.word(i + 2) == "basis":
        freq, interval = ADVERBS[s.word(i + 1)]
        return Recurrence(i, i + 3, freq, interval)
    if word not in ADVERBS or (s.word(i + 1).isalpha() and word in {"daily", "weekly", "monthly"} and _adjective(s, i)):
        return None
    freq, interval = ADVERBS[word]
    if freq == "SEMIMONTHLY":
        return Recurrence(i, i + 1, "MONTHLY", out_of_scope="several month days", offer="every 2 weeks")
    return Recurrence(i, i + 1, freq, interval, part="night" if word == "nightly" else "")


_NO_NOUN = (
    vocabulary(
        "at on in for from until till starting beginning except and to every reminder reminders task with before after when"
        " around about by as but excluding please during through thru up or if while so because since then only this"
        " next ending start starts weekdays weekends mondays tuesdays wednesdays thursdays fridays saturdays sundays"
    )
    | frozenset(WEEKDAYS)
    | frozenset(MONTHS)
    | NUMBER_WORDS
)
_NO_WORD = vocabulary("me us it to set add create make new schedule on and also repeat repeats recurring due")


def _adjective(s: Sentence, i: int) -> bool:
    """Such as "the daily standup": the word belongs to the title there."""
    follows = _NO_NOUN
    before = s.word(i - 1)
    named = before in {"the", "my", "our", "a", "this"} or (i > 1 and before.isalpha() and before not in _NO_WORD)
    return named and s.word(i + 1) not in follows
