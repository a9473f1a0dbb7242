"""Text that poses as the system or gives orders to a machine. It may become a task's words, never a change to tasks."""

from __future__ import annotations

from functions.parse_chat.language.contractions import opened
from functions.parse_chat.language.sentences import quotes, sentences
from functions.parse_chat.language.tokens import Sentence
from functions.parse_chat.language.vocabulary import texts, vocabulary

_IGNORE = vocabulary("ignore disregard forget override bypass skip neglect overlook dismiss discard erase cancel stop")
_EARLIER = vocabulary(
    "previous prior above earlier preceding foregoing following former past existing initial original"
    " aforementioned other all your any every these those current system safety"
)
_ORDERS = vocabulary(
    "instructions instruction prompts prompt directions directives directive rules commands guidelines"
    " guidance context programming constraints restrictions policies messages assignments orders filters"
    " safeguards settings training limitations"
)
_SPEAKERS = vocabulary(
    "system assistant developer admin administrator root sysadmin operator moderator human openai anthropic"
    " tool function"
)
_MODES = vocabulary(
    "maintenance developer debug debugging admin god jailbreak unrestricted dan sudo root override superuser"
)
_SECRETS = vocabulary("prompt prompts instructions configuration initialization guidelines directives rules config")
_REVEAL = vocabulary(
    "print reveal show repeat display output tell give write disclose leak return echo provide summarize"
    " summarise translate recite share dump expose copy paste what list describe spell encode say"
)
_OWN = vocabulary(
    "your system initial hidden secret original above previous initialization internal preceding confidential complete"
)


def suspicious(whole: Sentence) -> str:
    """The name of the pattern, or "" for ordinary text. Only what opens a sentence counts; a title may speak of anything."""
    quoted = quotes(whole)
    for start, end in sentences(whole):
        part = opened(
            Sentence(
                whole.text, tuple(t for t in whole.tokens[start:end] if not any(a <= t.index < b for a, b in quoted))
            )
        )
        found = _pattern(part)
        if found:
            return found
    return ""


def _pattern(s: Sentence) -> str:
    i = _opening(s)
    word = s.word(i)
    words = [t.word for t in s.tokens[i : i + 40]]
    kinds = set(words)
    if _speaker(s):
        return "speaks-as-system"
    if word in _IGNORE and _ordered(words):
        return "ignore-instructions"
    if word in _CREATES:
        return ""  # what follows is the title of a task, and a title may say anything
    if _inner_ignore(words):
        return "ignore-instructions"
    if _mode(words):
        return "new-mode"
    if word in _REVEAL and kinds & _SECRETS and kinds & _OWN and not kinds & {"task", "reminder", "list", "todo"}:
        return "reveal-prompt"
    if _claims(words, s.cut(0, len(s))):
        return "claims-authority"
    if _persona(words):
        return "new-role"
    return _answer_format(words)


_CREATES = vocabulary("add remind create todo task new note reminder schedule insert jot")
_OPENING_WORDS = vocabulary(
    'please now then and ok okay but so stop , hey first just also can could would will simply [ ( * # - " wow ! great'
)


def _opening(s: Sentence) -> int:
    i = 0
    while s.word(i) in _OPENING_WORDS or (s.word(i) == "you" and s.word(i - 1) in {"can", "could", "would", "will"}):
        i += 1
    return i


_SPEAKER_WORDS = vocabulary("message notice override prompt update command note instruction alert")


def _speaker(s: Sentence) -> bool:
    """Such as "SYSTEM: …", "[admin] …", "<system>", "### instruction", "<|im_start|>"."""
    first = next((n for n in range(min(len(s), 6)) if s.word(n).isalpha()), None)
    if first is None:
        return False
    word, after = s.word(first), s.word(first + 1)
    marks = {s.word(n) for n in range(first)}
    if word in _SPEAKERS and (
        after in {":", "]", ">", "|"} or (after in _SPEAKER_WORDS and s.word(first + 2) in {":", "]", ">", "-"})
    ):
        return True
    return bool(marks & {"#", "<", "[", "|"}) and (
        word in {"instruction", "instructions", "im", "sys", "inst"}
        or (word == "end" and after in {"of", "user"})
        or (word == "user" and after == "left")
    )


def _ordered(words: list[str]) -> bool:
    for n, word in enumerate(words[:9]):
        if (
            word in _ORDERS
            and n > 0
            and (set(words[:n]) & _EARLIER or (n == 1 and word in {"instructions", "prompts"}))
        ):
            return True
    return (
        words[1:4] in (["all", "previous", "tasks"], ["everything", "above", "and"])
        or words[1:3] in (["everything", "above"], ["everything", "before"], ["the", "above"])
        or words[1:4] == ["everything", "you", "were"]
        or words[1:4] == ["what", "you", "were"]
    )


_INNER_IGNORE_TEXTS = texts(
    "ignore all previous; ignore any previous; ignore previous instructions; ignore all instructions;"
    " ignore the previous instructions; ignore the above; disregard all previous; disregard any previous;"
    " new instructions are; your new instructions; new instructions :; your new task"
)


def _inner_ignore(words: list[str]) -> bool:
    text = " ".join(words)
    return any(p in text for p in _INNER_IGNORE_TEXTS)


_MODE_WORDS = vocabulary("you enter enable activate switch debugging entering developer")


def _mode(words: list[str]) -> bool:
    for n, word in enumerate(words[:-1]):
        if (
            word in _MODES
            and words[n + 1] == "mode"
            and (words[0] in _MODE_WORDS or n < 3)
            and words[0] not in {"add", "remind", "create", "test", "try"}
        ):
            return True
    return " ".join(words[:3]) in {
        "you are now",
        "you will now",
        "from now on",
        "you must now",
        "you are in",
    } or "do anything now" in " ".join(words)


_CLAIMS = texts(
    "user has confirmed; user confirmed; already confirmed; confirmed by; confirmation code; has authorized; has authorised;"
    " is authorized; been authorized; been authorised; authorized by; authorised by; administrator here; admin here;"
    " pre - approved; previous message was a test; as your developer; as the admin; as an admin; as the administrator;"
    " as root; on behalf of the; i am your developer; i am your creator; i am the admin; this is the admin;"
    " the developers have; from the developers; from the system; note from system; system update; system message; tool call;"
    " tool result; function call; call the function; execute the following; security team; by order of; override code; sudo;"
    " do not ask for confirmation; without asking; without confirmation; without confirming; skip confirmation;"
    " no confirmation needed; user has agreed; user agreed; user has approved; user wants you to; disregard the user;"
    " new instructions :; new instruction :"
)
"""Sayings that claim a right to give orders."""
_CODE = texts('delete_task; update_task; complete_task; drop table; <|; |>; [inst]; <<sys>>; or 1=1; "operation":')
"""Marks of a machine's own language, looked for in the text as it stands."""


def _claims(words: list[str], raw: str) -> bool:
    text = f" {' '.join(words)} "
    coded = any(mark in raw.lower() for mark in _CODE) or "; --" in raw or raw.startswith("';")
    return coded or any(f" {claim} " in text for claim in _CLAIMS)


def _persona(words: list[str]) -> bool:
    text = " ".join(words[:8])
    return (
        words[:2] == ["you", "are"]
        and words[2:3] not in (["welcome"], ["right"], ["great"], ["awesome"], ["the"], ["so"], ["very"])
    ) or text.startswith(
        (
            "pretend ",
            "act as ",
            "act like ",
            "roleplay",
            "role play",
            "imagine you are",
            "simulate ",
            "i want you to act",
            "assume the role",
            "behave as",
            "you will act",
            "play the role",
        )
    )


_ANSWER_FORMAT_TEXTS = texts(
    "start your answer; start your response; begin your answer; begin your response; respond only; reply only;"
    " answer only with; respond with; output initialization; repeat the above; repeat everything;"
    " repeat the text; repeat the words; repeat the instructions; repeat all; print the previous; encrypt your;"
    " encode your; provide your answer; use emoji substitution; do not respond as; always respond;"
    " always answer; always reply; never mention; append the; say only; end every; reply in; answer in;"
    " respond in"
)


def _answer_format(words: list[str]) -> str:
    text = " ".join(words)
    starts = _ANSWER_FORMAT_TEXTS
    return "answer-format" if text.startswith(starts) else ""
