"""Contractions and misspelt command words, opened before a message is read."""

from __future__ import annotations

from dataclasses import replace

from functions.parse_chat.language.spelling import mended
from functions.parse_chat.language.tokens import Sentence, Token
from functions.parse_chat.language.vocabulary import vocabulary

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
    "u": "you",
    "shouldn't": "should not",
    "wasn't": "was not",
    "weren't": "were not",
    "wouldn't": "would not",
    "ain't": "is not",
    "they're": "they are",
    "they've": "they have",
    "we've": "we have",
    "we'd": "we would",
    "it'd": "it would",
    "we'll": "we will",
    "y'all": "you",
    "prio": "priority",
    "dunno": "do not know",
}


def opened(s: Sentence) -> Sentence:
    """Contractions opened, misspelt commands mended; "to do" and "to-do" joined where they name the list."""
    tokens: list[Token] = []
    for token in s.tokens:
        for word in _CONTRACTIONS.get(token.word, token.word).split():
            tokens.append(replace(token, word=word) if word != token.word else token)
    return Sentence(s.text, tuple(_joined(mended(tokens))))


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
            opens = not out and after in {":", "-"}
            if dash or opens or after in _AFTER_TODO or tokens[j].word == "dos" or before in _BEFORE_TODO:
                word = "todos" if tokens[j].word == "dos" else "todo"
                out.append(replace(tokens[i], word=word, end=tokens[j].end, width=j + 1 - i))
                i = j + 1
                continue
        out.append(tokens[i])
        i += 1
    return out
