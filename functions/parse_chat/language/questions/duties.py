"""Such as "what do I have to do", "when do I need to pay rent", "am I free tomorrow"."""

from __future__ import annotations

from functions.parse_chat.language.lexicon import TODAY, TOMORROW
from functions.parse_chat.language.questions.nouns import OTHER
from functions.parse_chat.language.questions.openings import AUX, SHOW, WH
from functions.parse_chat.language.vocabulary import texts, vocabulary

_DUTIES = vocabulary("do buy get finish complete pay call clean pick remember bring prepare submit")
_SHOPS = vocabulary("store shop supermarket market grocery groceries pharmacy stores shops")
_AFTER_DUTY = vocabulary("this next on by tonight before up done")


def asked_when(words: list[str]) -> bool:
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
    if words[:4] == ["what", "do", "i", "need"] and words[4:5] in (["from"], ["at"]) and words[-1] in _SHOPS:
        return True
    if (
        words[:2] in (["tell", "me"], ["show", "me"])
        and words[2:4] == ["what", "i"]
        and words[4:6] in (["need", "to"], ["have", "to"])
    ):
        return len(words) == 7 and words[6] in _DUTIES
    if (
        words[:3] == ["what", "do", "i"]
        and words[3:5] in (["have", "to"], ["need", "to"])
        and words[5:6]
        and words[5] in _DUTIES
    ):
        return len(words) == 6 or words[6] in TODAY | TOMORROW | _AFTER_DUTY
    return False


def own(words: list[str]) -> bool:
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


_OWN_DUTIES = texts(
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
    " supposed to be doing; thing scheduled; next thing planned; did i need to buy; did i need to get; did i need to do;"
    " did i have to do; have i not done; have i not finished; have not i done; have not i finished; have not i completed"
)


def mine(words: list[str]) -> bool:
    """Such as "what do I have to do", "do I need to do anything", "what am I going to do next", "what should I do today"."""
    if words[0] not in WH | AUX | SHOW | {"any", "anything", "let", "remind", "i"}:
        return False
    text = " ".join(words)
    ask = words[0] in WH | AUX or "what" in words[:6]
    phrases = _OWN_DUTIES
    bare = text.removesuffix(" today").removesuffix(" tomorrow") in {
        "what is on for",
        "what is on",
        "what needs to be done",
        "what needs doing",
        "what needs to get done",
        "what is still open",
        "what is still to do",
        "what is next",
        "what is up next",
        "what is left",
        "what next",
        "what now",
        "what is planned",
        "anything planned",
    }
    return bare or (ask and any(p in text for p in phrases) and not set(words) & OTHER)
