"""Writes the table of docs/failures.md anew, from the rows that the tests check."""

from tests.faults.document import FILE, written

FILE.write_text(written(FILE.read_text("utf-8")), "utf-8")
