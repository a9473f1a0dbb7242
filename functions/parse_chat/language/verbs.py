"""Verbs that people write tasks with, and their pasts: "pay the rent", "I paid the rent"."""

from __future__ import annotations

from functions.parse_chat.language.vocabulary import vocabulary

_IRREGULAR = {
    "pay": "paid",
    "buy": "bought",
    "send": "sent",
    "feed": "fed",
    "take": "took taken",
    "do": "did done",
    "write": "wrote written",
    "read": "read",
    "sweep": "swept",
    "make": "made",
    "bring": "brought",
    "give": "gave given",
    "get": "got gotten",
    "build": "built",
    "sell": "sold",
    "hang": "hung",
    "meet": "met",
    "drive": "drove driven",
    "put": "put",
    "set": "set",
    "cut": "cut",
    "find": "found",
    "sew": "sewed sewn",
    "run": "ran",
    "tell": "told",
    "leave": "left",
    "draw": "drew drawn",
    "choose": "chose chosen",
    "teach": "taught",
    "eat": "ate eaten",
    "speak": "spoke spoken",
    "wear": "wore worn",
    "hold": "held",
    "shut": "shut",
    "light": "lit",
    "throw": "threw thrown",
    "go": "went gone",
    "see": "saw seen",
    "begin": "began begun",
    "wake": "woke woken",
    "swim": "swam",
    "sing": "sang sung",
    "think": "thought",
    "win": "won",
    "lend": "lent",
    "learn": "learned learnt",
    "steam": "steamed",
}
_REGULAR = vocabulary(
    "call phone email mail text message ping contact ask invite visit clean wash walk water mow vacuum mop dust scrub rinse"
    " iron fold pack unpack move return submit book schedule arrange order fix repair renew file sign finish complete cook"
    " bake grill prepare prep plan organize organise tidy sort empty fill charge refill replace install uninstall update"
    " upgrade download upload print scan copy deliver drop pick collect fetch cancel confirm check review test deploy merge"
    " refactor debug publish post share apply register enroll enrol study practice practise rehearse research look search"
    " compare pray exercise stretch train hike jog bike cycle brush shave shower trim prune plant rake shovel paint sand"
    " polish wax groom bathe vaccinate discuss present attend join interview hire onboard draft edit proofread translate"
    " transfer deposit withdraw invest donate wrap decorate celebrate congratulate thank apologize remember remind return"
    " exchange refund claim insure assemble dispose recycle compost freeze defrost thaw marinate boil chop slice mix measure"
    " record rehearse tune transcribe summarize outline calculate estimate budget reconcile approve reject respond reply"
    " follow catch drain change rotate inspect lock unlock close open turn switch start stop try help babysit watch listen"
    " hang knit mend patch label archive backup restore configure setup document demo release ship stock restock burn"
    " bathe bleed climb create design develop implement investigate knock launch log negotiate notify obtain purchase"
    " reserve resolve reschedule save select solve stop tip track travel unclog verify vote weed weigh work subscribe"
    " unsubscribe"
)


def _past(verb: str) -> tuple[str, ...]:
    """The regular past, with the last consonant doubled too ("dropped", "dropped off")."""
    if verb.endswith("e"):
        return (f"{verb}d",)
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (f"{verb[:-1]}ied",)
    return (f"{verb}ed", f"{verb}{verb[-1]}ed")


VERBS = _REGULAR | frozenset(_IRREGULAR)
"""Plain forms."""
PAST: dict[str, str] = {past: verb for verb in sorted(_REGULAR) for past in _past(verb)} | {
    past: verb for verb, pasts in _IRREGULAR.items() for past in pasts.split()
}
"""Past forms and participles to their plain form."""
