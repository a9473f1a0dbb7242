"""Sets of words, written the way they are read."""

from __future__ import annotations


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text separated by spaces."""
    return frozenset(text.split())


def in_order(text: str) -> tuple[str, ...]:
    """The words of a text, in their order."""
    return tuple(text.split())


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a text, one a line or separated by semicolons, each as its words; the longest first."""
    found = (tuple(part.split()) for part in text.replace("\n", ";").split(";"))
    return tuple(sorted((phrase for phrase in found if phrase), key=len, reverse=True))


def texts(text: str) -> tuple[str, ...]:
    """The parts of a text separated by semicolons, in their order."""
    return tuple(part.strip() for part in text.split(";"))
