"""Text for a terminal: no control characters of others, columns that line up."""

import unicodedata
from collections.abc import Sequence


def plain(text: str) -> str:
    """The text without control characters but line breaks: a terminal would obey them."""
    return "".join(character for character in text if character == "\n" or unicodedata.category(character) != "Cc")


def width(text: str) -> int:
    """Columns that the text takes: wide characters take two, combining and format ones none."""
    return sum(_columns(character) for character in text)


def cut(text: str, columns: int) -> str:
    """The text, ended by … where it is longer than that many columns."""
    if width(text) <= columns:
        return text
    kept, used = "", 1
    for character in text:
        used += _columns(character)
        if used > columns:
            break
        kept += character
    return kept + "…"


def table(rows: Sequence[Sequence[str]], columns: int | None = None) -> str:
    """Rows as aligned text, the first row the heading. With `columns` the first column is cut so that rows fit."""
    widths = [max(width(row[place]) for row in rows) for place in range(len(rows[0]))]
    if columns is not None:
        others = sum(widths[1:]) + 2 * (len(widths) - 1)
        widths[0] = max(10, min(widths[0], columns - others))
    lines = []
    for first, *rest in rows:
        cells = [cut(first, widths[0]), *rest]
        lines.append("  ".join(cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True)))
    return "\n".join(line.rstrip() for line in lines)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
