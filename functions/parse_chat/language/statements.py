"""Clauses without a command word: a wish, a bare task ("buy milk"), a statement, small talk, or another assistant's business."""

from __future__ import annotations

from functions.parse_chat.language.clause import Clause
from functions.parse_chat.language.command import TASK_NOUNS, Command
from functions.parse_chat.language.temporal import timely
from functions.parse_chat.language.verbs import VERBS
from functions.parse_chat.language.vocabulary import phrases, vocabulary

_ASSISTANT = vocabulary(
    "tell can define spell roll flip play track translate convert calculate turn inform name resume pause stop"
    " lower raise dim increase decrease sing shuffle skip mute unmute volume recommend suggest google navigate"
    " explain describe compare estimate guess answer say repeat give show display search weather stock output"
    " formulate generate summarize summarise compose rephrase paraphrase imagine pretend act respond"
    " reply transfer speak slower faster louder start-up continue locate who what when where why how which"
    " whose is are was were do does did has have had am will would could should may might if enter-mode rewrite"
    " encrypt decode simulate synonym synonyms antonym directions headlines latest whisper tweet retweet sync nearest"
    " closest launch rewind forward alexa siri cortana number talk quiet heads tails olly"
)
SMALL_TALK = vocabulary(
    "thanks thank hello hi hey bye goodbye goodnight welcome sorry congratulations lol haha wow nice cool"
    " awesome perfect great ok okay yes no yeah yep nope sure maybe thx ty cheers greetings howdy hiya yo sup ha hmm"
    " hooray yay whatever fine alright right exactly absolutely definitely indeed amazing excellent wonderful sweet ugh"
    " ouch k kk yup nah correct agreed understood noted bravo shut damn hell omg lmao please good nothing"
)
_CHAT = phrases(
    "good morning; good night; good evening; good afternoon; good day; good job; good one; good bye; see you; see you later;"
    " see ya; talk to you later; talk later; take care; have a nice day; have a good one; have a good day; nice to meet you;"
    " nice work; well done; happy birthday; merry christmas; happy new year; shut up; you rock; you suck; love you; miss you;"
    " what is up; how is it going; how are you; no problem; no worries; of course; not much; so so; much appreciated;"
    " many thanks; sounds good; got it; i see; my bad; got you; gotcha; that is all; that is it; that will be all; all good;"
    " not really; i guess so; why not; right on; makes sense; that helps; go away; be quiet; be nice; let us talk; let us chat"
)
_DEVICES = vocabulary(
    "light lights lamp lamps volume thermostat radio music song songs playlist podcast podcasts brightness tv"
    " television alarm-clock fan heater oven-timer channel station track album audiobook robot vacuum cleaner"
    " socket plug temperature timer timers stopwatch playlists blinds screen"
)
_HANDLING = vocabulary(
    "put add next open close switch set make change start turn crank clean create like love rate save begin run cancel dislike"
    " loop favorite pause end stop give delete remove"
)
_WANTS_OTHER = vocabulary("hear listen watch know see understand learn play talk stream speak")
_WISHED = vocabulary("morning night evening afternoon day you job to ya")
_WRITTEN = vocabulary(
    "poem poems story song essay joke haiku rap limerick paragraph sentence code script program function python headline lyrics"
    " fanfic tweet reason reasons review summary text"
)
_NEARBY = vocabulary(
    "near nearby recipe recipes closest nearest cheapest restaurant restaurants song movie theater directions route"
)
_COMPARED = vocabulary(
    "louder quieter softer brighter darker dimmer warmer cooler hotter colder faster slower bigger smaller red green yellow purple"
)


_NEAR_ME = vocabulary("near nearby around close")
_ADVICE = phrases(
    "how do i; how can i; how should i; what do i do; what should i do; what can i do; where can i; where do i"
)


def statement(c: Clause) -> Command:
    """A question about something else is none, "buy milk" is a task, chat is none."""
    rule, confidence = _foreign(c)
    if rule:
        return Command("none", confidence, rule, c, 0, len(c))
    if c.needed:
        return Command("create", 0.8, "need-to", c, 0, len(c))
    rule, confidence = _told(c)
    return Command("none", confidence, rule, c, 0, len(c)) if rule else Command("create", 0.7, "plain", c, 0, len(c))


def _foreign(c: Clause) -> tuple[str, float]:
    """What is said to an assistant of another kind, or to nobody; ("", 0.0) for all else."""
    first, words = c.word(0), {t.word for t in c.s.tokens}
    if any(len(c) == len(p) and c.has(0, *p) for p in _CHAT) or words <= SMALL_TALK | {
        ",",
        "!",
        ".",
        "you",
        "so",
        "much",
        "very",
    }:
        return "small-talk", 0.92
    if c.asked:
        return "asked-other", 0.9
    if c.needed:
        return _wants(c, words)
    if c.word(1) == "me" and first not in {"remind", "wake"}:
        return "assistant-request", 0.85
    if first in {"good", "see", "talk", "nice", "happy"} and c.word(1) in _WISHED and len(c) < 6:
        return "small-talk", 0.9
    if first == "any" or (words & _NEAR_ME and c.word(len(c) - 1) in {"me", "nearby", "here"} and first not in VERBS):
        return "other-question", 0.8
    if any(c.has(n, *p) for p in _ADVICE for n in range(1, len(c) - len(p) + 1)):
        return "other-question", 0.8
    if first in _DEVICES and len(c) < 4:
        return "device", 0.7
    if c.word(1) in {"what", "which", "whose"} and first in vocabulary("on in at for to from by with of"):
        return "other-question", 0.85
    if first in {"find", "book", "order", "get", "reserve", "check", "search"} and words & _NEARBY:
        return "assistant-request", 0.75
    if first in {"check", "read", "show", "open"} and words & {"email", "emails", "inbox", "voicemail", "messages"}:
        return "assistant-request", 0.8
    if first == "list" and c.word(1) in {"the", "all", "some", "every"}:
        return "assistant-request", 0.8
    if first == "write" and words & _WRITTEN and c.word(1) in {"a", "me", "an", "some", "the"}:
        return "assistant-request", 0.75
    return _chatter(c, words)


def _wants(c: Clause, words: set[str]) -> tuple[str, float]:
    """Such as "I want to hear X": a need that is none of a todo list's."""
    first = c.word(0)
    device = words & _DEVICES and c.needed.endswith("want to")
    if c.word(1) == "you" and first in {"give", "call", "ask", "tell", "name"}:
        return "wants-other", 0.8
    if first in _WANTS_OTHER or (first in {"know", "be"} and c.needed.startswith("i need")) or device:
        return "wants-other", 0.85
    return "", 0.0


_HANDED = vocabulary("tell show give turn stop")
_WORK = vocabulary("answer repeat describe compare calculate translate search play explain suggest recommend")
"""Verbs of an assistant's work and of people's: none of a todo list's business for sure."""
_NOBODY = vocabulary("me us a an it directions traffic jokes facts stories news weather what who how when where if")


def _handed_to_someone(c: Clause) -> bool:
    """Such as "tell mom about the party", "give the dog a bath", "turn in the essay", "stop by the pharmacy"."""
    if c.word(0) in {"turn", "stop"}:
        return c.word(1) == ("in" if c.word(0) == "turn" else "by") and len(c) > 2
    given = vocabulary("a an the my our his her its their about that") | (
        frozenset({"to"}) if c.word(0) == "give" else frozenset()
    )
    return c.word(1) not in _NOBODY and any(c.word(n) in given for n in ((3,) if c.word(1) in {"the", "my"} else (2,)))


def _chatter(c: Clause, words: set[str]) -> tuple[str, float]:
    first = c.word(0)
    if first in SMALL_TALK - {"nothing", "good", "please"} or (c.greeted and first in {"how", "there"}):
        return "small-talk", 0.92
    if first in _HANDED and _handed_to_someone(c):
        return "", 0.0
    if first in _ASSISTANT:
        return "assistant-request", 0.75 if first in VERBS | _HANDED | _WORK else 0.92
    if words & _DEVICES and first in _HANDLING:
        return "device", 0.75
    if first in {"make", "turn"} and c.word(len(c) - 1) in _COMPARED:
        return "device", 0.75
    if first in {"change", "set", "use", "reset"} and (
        c.word(1) == "your" or c.has(1, "my", "name") or "voice" in words
    ):
        return "assistant-request", 0.75
    return "", 0.0


_TOLD = vocabulary(
    "is are was were got has had keeps keep did does will isn't seems feels looks broke died hurts aches hurt crashed"
    " declined tastes smells sucks works stopped sounds"
)
_PERSONS = vocabulary("i we you he she they it there that this let number everyone nobody someone people")
_OWNERS = vocabulary("my the our your these those his her their")


def _told(c: Clause) -> tuple[str, float]:
    """Such as "my card got declined", "it's raining": a statement about the world, not a wish."""
    first, words = c.word(0), {t.word for t in c.s.tokens}
    last = c.s.text.rstrip()[-1:] if c.s.text.strip() else ""
    if last == "?" and len(c) > 2:
        return "other-question", 0.7
    if first in _PERSONS:
        return "statement", 0.7
    if first in _OWNERS and not words & {"due", "deadline"} and _copula(c):
        return "statement", 0.7
    timeless = not any(timely(c, n) for n in range(len(c)))
    if first not in VERBS and timeless and _copula(c, vocabulary("is are was were has had")) and c.word(1) != ":":
        return "statement", 0.65
    if first not in VERBS and _copula(c, vocabulary("was were had")) and c.word(1) != ":":
        return "statement", 0.65
    if first == "put" and c.word(len(c) - 1) == "on":
        return "device", 0.7
    if not any(w.isalpha() for w in words):
        return "no-words", 0.6
    return "", 0.0


def _copula(c: Clause, verbs: frozenset[str] = _TOLD) -> bool:
    return any(c.word(n) in verbs for n in range(1, min(len(c), 7)))


def device(c: Clause) -> bool:
    """Whether a changing word is said of a lamp, a song or the assistant itself, not of a task."""
    yours = c.word(1) == "your" and c.word(2) not in TASK_NOUNS
    if yours or (c.word(1) in {"language", "accent", "voice"} and c.word(2) == "to"):
        return True
    return bool({t.word for t in c.s.tokens} & _DEVICES) or c.word(len(c) - 1) in _COMPARED
