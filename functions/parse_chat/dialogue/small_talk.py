"""Greetings, thanks and the like: which short human answer they get."""

from __future__ import annotations

from collections.abc import Mapping

from functions.parse_chat import answers
from functions.parse_chat.dialogue.question import cleared
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.vocabulary import phrases
from functions.parse_chat.plan import Decision

_BEGINNINGS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "thanked": phrases(
        "thank; thanks; thx; ty; cheers; great thanks; ok thanks; okay thanks; many thanks; cool thanks; perfect thanks; no thanks"
    ),
    "good-morning": phrases("good morning; morning"),
    "good-afternoon": phrases("good afternoon; good day"),
    "good-evening": phrases("good evening; evening"),
    "good-night": phrases("good night; goodnight; bye; goodbye; see you; see ya; later; cu; ciao"),
    "well-yourself": phrases(
        "how are you; how is it going; how do you do; how are things; what is up; whats up; how have you been"
    ),
    "sorry": phrases("sorry; my bad; apologies"),
    "praised": phrases(
        "great; perfect; awesome; nice; cool; wow; well done; good job; good; excellent; amazing; brilliant; lovely; haha; lol;"
        " love it; congratulations; super; sweet"
    ),
    "nothing-open": phrases(
        "yes; no; ok; okay; yep; yeah; yup; nope; nah; sure; fine; right; alright; all right; k; y; n; exactly; correct"
    ),
}
_GREETING = phrases("hi; hello; hey; hiya; howdy; welcome; greetings; hi there; hello there; hey there; yo")


def small_talk(turn: Turn) -> Decision:
    """The longest phrase that the message begins with decides."""
    said = tuple(word for word in answers.said(turn.text).split() if word not in {"please", "well"})
    greeted = max((p for p in _GREETING if said[: len(p)] == p), key=len, default=())
    rest = said[len(greeted) :]
    fitting = [(len(p), say) for say, known in _BEGINNINGS.items() for p in known if rest[: len(p)] == p]
    say = max(fitting)[1] if fitting else "greeted"
    if "thanks" in said or "thank" in said:
        say = "thanked"
    reading = turn.reading
    return Decision("none", say, reading.confidence, dict(reading.data), memory=cleared(turn.memory))
