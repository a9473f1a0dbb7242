"""docs/failures.md: the table in it is made of the matrix, the rest is written by hand."""

from __future__ import annotations

from pathlib import Path

from tests.faults.matrix import table

FILE = Path(__file__).parents[2] / "docs" / "failures.md"
_BEGIN, _END = "<!-- table: make degrade -->\n", "<!-- end -->\n"


def written(text: str) -> str:
    """The document with the table as the matrix has it."""
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}{table()}{_END}{after}"
