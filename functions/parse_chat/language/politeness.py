"""Words around a command that say nothing of it: greetings, names, fillers, thanks."""

from __future__ import annotations

from functions.parse_chat.language.vocabulary import phrases, vocabulary

GREETINGS = vocabulary(
    "hey hi hello ok okay alright so well um uh hmm yo oh ah right yes yeah yep great good cool fine listen"
)


NAMES = vocabulary("nudge there assistant alexa siri google cortana olly jarvis computer bot buddy man")
FILLERS = phrases(
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
    it would be great if you could
    it would be nice if you could
    it would help if you could
    i would be grateful if you could
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


ADVERBS = vocabulary("really also probably definitely seriously just still maybe actually totally absolutely finally")
ASKING = vocabulary("can could would will may is are do")
NEEDS = phrases(
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
    i really should
    i really have to
    i really must
    i probably should
    i should probably
    i definitely need to
    i desperately need to
    i just need to
    i just want to
    i was supposed to
    i was going to
    i am planning to
    i plan to
    i had better
    we should
    we still need to
    we also need to
    we are supposed to
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


TAILS = phrases(
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


GERUNDS = {
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
