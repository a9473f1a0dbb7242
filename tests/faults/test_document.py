"""docs/failures.md says what is tested."""

from tests.faults.document import FILE, written


def test_the_table_of_failures_is_the_tested_one() -> None:
    text = FILE.read_text("utf-8")
    assert text == written(text), "run `python -m tests.faults`"
