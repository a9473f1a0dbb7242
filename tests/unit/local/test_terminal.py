import pytest

from local.terminal import cut, plain, table, width


def test_control_characters_of_others_do_not_reach_the_terminal() -> None:
    assert plain("a\x1b[31mb\x07c\nd\x9b") == "a[31mbc\nd"


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("買い物", 6), ("e\u0301", 1), ("", 0), ("👍", 2)])
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "expected"), [("abcdef", 6, "abcdef"), ("abcdef", 4, "abc…"), ("買い物をする", 6, "買い…")]
)
def test_cut_never_exceeds_the_columns(text: str, columns: int, expected: str) -> None:
    assert cut(text, columns) == expected
    assert width(cut(text, columns)) <= columns


def test_columns_line_up_with_wide_characters() -> None:
    lines = table([["TASK", "DUE"], ["買い物", "today"], ["milk", "—"]]).splitlines()
    assert lines == ["TASK    DUE", "買い物  today", "milk    —"]


def test_a_narrow_terminal_cuts_the_first_column_only() -> None:
    lines = table([["TASK", "DUE"], ["a very long title indeed", "2026-11-29"]], columns=24).splitlines()
    assert lines[1] == "a very long…  2026-11-29"
