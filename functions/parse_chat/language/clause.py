"""The command inside a message: politeness and filler stripped, contractions opened, "on my … list" set aside."""

from __future__ import annotations

from dataclasses import dataclass, replace

from functions.parse_chat.language.contractions import opened
from functions.parse_chat.language.lists import ListPhrase, list_phrase
from functions.parse_chat.language.politeness import ADVERBS, ASKING, FILLERS, GERUNDS, GREETINGS, NAMES, NEEDS, TAILS
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Clause:
    """A reduced view of the message; every token keeps its `index` into the whole."""

    s: Sentence
    asked: bool = False
    needed: str = ""
    greeted: bool = False
    list_phrase: ListPhrase | None = None

    def __len__(self) -> int:
        return len(self.s)

    def word(self, i: int) -> str:
        return self.s.word(i)

    def has(self, i: int, *words: str) -> bool:
        return self.s.has(i, *words)

    def text(self) -> str:
        return " ".join(t.word for t in self.s.tokens)


def clause(whole: Sentence, start: int = 0, end: int | None = None) -> Clause:
    """The command of the message between two tokens of the whole."""
    stop = len(whole) if end is None else end
    part = Sentence(whole.text, whole.tokens[start:stop])
    found = _stripped_front(Clause(_trimmed(opened(part))))
    found = replace(found, s=_stripped_back(_imperative(found)))
    listed = list_phrase(found.s)
    return replace(found, list_phrase=listed) if listed else found


def without(c: Clause, start: int, end: int) -> Clause:
    """The clause with the tokens start..end left out."""
    return replace(c, s=Sentence(c.s.text, c.s.tokens[:start] + c.s.tokens[end:]))


_STOPS = vocabulary(". ! ? , ; : -")


def _trimmed(s: Sentence) -> Sentence:
    tokens = s.tokens
    while tokens and tokens[-1].word in _STOPS:
        tokens = tokens[:-1]
    while tokens and tokens[0].word in {".", "!", "?", ",", ";", ":"}:
        tokens = tokens[1:]
    return Sentence(s.text, tokens)


def _starts(s: Sentence, phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return max((p for p in phrases if s.has(0, *p)), key=len, default=())


def _ends(s: Sentence, phrases: tuple[tuple[str, ...], ...]) -> int:
    return max((len(p) for p in phrases if len(p) < len(s) and s.has(len(s) - len(p), *p)), default=0)


def _imperative(c: Clause) -> Sentence:
    """Such as "would you mind reminding me" is "remind me"."""
    if not c.asked or c.word(0) not in GERUNDS:
        return c.s
    return Sentence(c.s.text, (replace(c.s.tokens[0], word=GERUNDS[c.word(0)]), *c.s.tokens[1:]))


def _dropped(s: Sentence, count: int) -> Sentence:
    return _trimmed(Sentence(s.text, s.tokens[count:]))


def _stripped_front(c: Clause) -> Clause:
    for _ in range(12):
        filler, need = _starts(c.s, FILLERS), _starts(c.s, NEEDS)
        if c.word(0) in GREETINGS and (c.word(1) in NAMES | {",", "!", "."} or _known_next(c)):
            count = 2 if c.word(1) in NAMES else 1
            c = replace(c, s=_dropped(c.s, count), greeted=True)
        elif c.word(0) == "nudge" and c.word(1) in {",", ":", "please"}:
            c = replace(c, s=_dropped(c.s, 1))
        elif need and len(need) >= len(filler) and not c.needed and len(c.s) > len(need):
            count = len(need) + (c.word(len(need)) in ADVERBS and len(c.s) > len(need) + 1)
            c = replace(c, s=_dropped(c.s, count), needed=" ".join(need))
        elif filler and len(c.s) > len(filler):
            asked = (
                c.asked or (filler[0] in ASKING and len(filler) > 1) or filler[:2] in {("you", "need"), ("let", "me")}
            )
            c = replace(c, s=_dropped(c.s, len(filler)), asked=asked)
        else:
            return c
    return c


_KNOWN_NEXT_WORDS = vocabulary("hey hi hello ok okay so um uh oh alright")


def _known_next(c: Clause) -> bool:
    return c.word(0) in _KNOWN_NEXT_WORDS and len(c) > 2 and c.word(1) not in {"how", "is", "was"}


def _stripped_back(s: Sentence) -> Sentence:
    for _ in range(4):
        count = _ends(s, TAILS)
        if not count:
            return s
        s = _trimmed(Sentence(s.text, s.tokens[: len(s) - count]))
    return s
