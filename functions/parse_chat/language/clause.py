"""The command inside a message: politeness and filler stripped, contractions opened, "on my … list" set aside."""

from __future__ import annotations

from dataclasses import dataclass, replace

from functions.parse_chat.language.lists import ListPhrase, list_phrase
from functions.parse_chat.language.tokens import Sentence, Token
from functions.parse_chat.language.vocabulary import phrases, vocabulary

_CONTRACTIONS = {
    "what's": "what is",
    "whats": "what is",
    "who's": "who is",
    "whos": "who is",
    "where's": "where is",
    "when's": "when is",
    "how's": "how is",
    "that's": "that is",
    "thats": "that is",
    "there's": "there is",
    "it's": "it is",
    "i'm": "i am",
    "im": "i am",
    "i've": "i have",
    "ive": "i have",
    "i'd": "i would",
    "id": "i would",
    "i'll": "i will",
    "let's": "let us",
    "lets": "let us",
    "don't": "do not",
    "dont": "do not",
    "doesn't": "does not",
    "didn't": "did not",
    "didnt": "did not",
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "isn't": "is not",
    "aren't": "are not",
    "haven't": "have not",
    "havent": "have not",
    "you're": "you are",
    "we're": "we are",
    "gotta": "got to",
    "wanna": "want to",
    "gonna": "going to",
    "gimme": "give me",
    "lemme": "let me",
    "pls": "please",
    "plz": "please",
    "plese": "please",
    "u": "you",
    "todos": "todos",
    "shouldn't": "should not",
    "wasn't": "was not",
    "weren't": "were not",
    "rember": "remember",
    "remeber": "remember",
    "remid": "remind",
    "remnid": "remind",
    "reminde": "remind",
    "ad": "add",
    "delte": "delete",
    "deleet": "delete",
    "remve": "remove",
    "cancle": "cancel",
    "chnage": "change",
    "chagne": "change",
    "craete": "create",
    "creat": "create",
    "shedule": "schedule",
    "schedle": "schedule",
    "complet": "complete",
    "compelte": "complete",
    "reschedul": "reschedule",
    "lsit": "list",
    "tsk": "task",
    "taks": "task",
    "reminer": "reminder",
}
_GREETINGS = vocabulary(
    "hey hi hello ok okay alright so well um uh hmm yo oh ah right yes yeah yep great good cool fine listen"
)
_NAMES = vocabulary("nudge there assistant alexa siri google cortana olly jarvis computer bot buddy man")
_FILLERS = phrases(
    """
    please
    kindly
    can you please
    can you
    could you please
    could you
    would you please
    would you
    will you please
    will you
    would you mind
    do you mind
    can i please
    can i
    could i
    may i
    can we
    if you could
    if you can
    if possible
    i want you to
    i need you to
    i would like you to
    i would love you to
    i would appreciate it if you
    i would like it if you
    i would love it if you
    i am asking you to
    i will need you to
    you can
    you could
    you should
    you need to
    you have to
    you must
    go ahead and
    right now
    already
    feel free to
    let us
    let me
    help me to
    help me
    do me a favor and
    do me a favour and
    just
    now
    then
    also
    and
    next
    be sure to
    make sure to
    make sure that you
    make sure you
    is it possible to
    is it possible for you to
    is there a way to
    are you able to
    i think you should
    i think i should
    i think
    i guess
    quick
    quickly
    actually
    maybe
    perhaps
    for me
    thanks
    """
)
_ASKING = vocabulary("can could would will may is are do")
_NEEDS = phrases(
    """
    i need to
    i have to
    i have got to
    i got to
    i must
    i should
    i ought to
    i am supposed to
    i am going to
    i would like to
    i would love to
    i want to
    i still need to
    i still have to
    i really need to
    i also need to
    i also have to
    i also want to
    we need to
    we have to
    we should
    we must
    need to
    have to
    got to
    must
    """
)
_TAILS = phrases(
    """
    i would appreciate it
    i would be grateful
    if you do not mind
    if you would
    if you can
    if you could
    if possible
    thank you very much
    thank you so much
    thank you
    thanks a lot
    thanks
    thx
    please
    for me
    right now
    will you
    would you
    could you
    can you
    okay
    ok
    """
)


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


def opened(s: Sentence) -> Sentence:
    """Contractions and common misspellings opened; "to do" and "to-do" joined where they name the list."""
    tokens: list[Token] = []
    for token in s.tokens:
        for word in _CONTRACTIONS.get(token.word, token.word).split():
            tokens.append(replace(token, word=word) if word != token.word else token)
    return Sentence(s.text, tuple(_joined(tokens)))


_BEFORE_TODO = vocabulary("my the a new our this that to-do todo your another add create make first last")
_AFTER_TODO = vocabulary("list lists item items task tasks notes note app")


def _joined(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        dash = i + 2 < len(tokens) and tokens[i + 1].word == "-"
        j = i + 2 if dash else i + 1
        if tokens[i].word == "to" and j < len(tokens) and tokens[j].word in {"do", "dos"}:
            after = tokens[j + 1].word if j + 1 < len(tokens) else ""
            before = out[-1].word if out else ""
            if dash or after in _AFTER_TODO or tokens[j].word == "dos" or before in _BEFORE_TODO:
                out.append(replace(tokens[i], word="todos" if tokens[j].word == "dos" else "todo", end=tokens[j].end))
                i = j + 1
                continue
        out.append(tokens[i])
        i += 1
    return out


def _starts(s: Sentence, phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return max((p for p in phrases if s.has(0, *p)), key=len, default=())


def _ends(s: Sentence, phrases: tuple[tuple[str, ...], ...]) -> int:
    return max((len(p) for p in phrases if len(p) < len(s) and s.has(len(s) - len(p), *p)), default=0)


_STOPS = vocabulary(". ! ? , ; : -")


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


def _trimmed(s: Sentence) -> Sentence:
    tokens = s.tokens
    while tokens and tokens[-1].word in _STOPS:
        tokens = tokens[:-1]
    while tokens and tokens[0].word in {".", "!", "?", ",", ";", ":"}:
        tokens = tokens[1:]
    return Sentence(s.text, tokens)


_GERUNDS = {
    "reminding": "remind",
    "adding": "add",
    "deleting": "delete",
    "removing": "remove",
    "creating": "create",
    "setting": "set",
    "marking": "mark",
    "moving": "move",
    "changing": "change",
    "putting": "put",
    "showing": "show",
    "telling": "tell",
    "making": "make",
    "reading": "read",
    "clearing": "clear",
    "canceling": "cancel",
    "cancelling": "cancel",
    "rescheduling": "reschedule",
    "updating": "update",
    "checking": "check",
    "listing": "list",
    "giving": "give",
}


def _imperative(c: Clause) -> Sentence:
    """Such as "would you mind reminding me" is "remind me"."""
    if not c.asked or c.word(0) not in _GERUNDS:
        return c.s
    return Sentence(c.s.text, (replace(c.s.tokens[0], word=_GERUNDS[c.word(0)]), *c.s.tokens[1:]))


def _dropped(s: Sentence, count: int) -> Sentence:
    return _trimmed(Sentence(s.text, s.tokens[count:]))


def _stripped_front(c: Clause) -> Clause:
    for _ in range(12):
        filler, need = _starts(c.s, _FILLERS), _starts(c.s, _NEEDS)
        if c.word(0) in _GREETINGS and (c.word(1) in _NAMES | {",", "!", "."} or _known_next(c)):
            count = 2 if c.word(1) in _NAMES else 1
            c = replace(c, s=_dropped(c.s, count), greeted=True)
        elif c.word(0) == "nudge" and c.word(1) in {",", ":", "please"}:
            c = replace(c, s=_dropped(c.s, 1))
        elif need and len(need) >= len(filler) and not c.needed and len(c.s) > len(need):
            c = replace(c, s=_dropped(c.s, len(need)), needed=" ".join(need))
        elif filler and len(c.s) > len(filler):
            asked = (
                c.asked or (filler[0] in _ASKING and len(filler) > 1) or filler[:2] in {("you", "need"), ("let", "me")}
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
        count = _ends(s, _TAILS)
        if not count:
            return s
        s = _trimmed(Sentence(s.text, s.tokens[: len(s) - count]))
    return s
