import io

from local.progress import Progress


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class Closed(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(5, "Input/output error")


def test_plain_lines_where_nobody_watches() -> None:
    out = io.StringIO()
    progress = Progress(out)
    progress.step("First")
    progress.tick()
    progress.step("Second")
    progress.line("Note")
    progress.done()
    assert out.getvalue() == "First …\nSecond …\nNote\n"


def test_a_terminal_shows_each_step_done_with_its_time() -> None:
    out = Terminal()
    progress = Progress(out)
    progress.step("First")
    progress.step("Second")
    progress.line("Note")
    progress.fail()
    lines = [line.split("\r\x1b[K")[-1] for line in out.getvalue().split("\n")]
    assert lines[0].startswith("✓ First (0.0 s)")
    assert lines[1] == "Note"
    assert lines[2] == "✗ Second"


def test_a_terminal_that_was_closed_does_not_stop_nudge() -> None:
    progress = Progress(Closed())
    progress.step("First")
    progress.line("Note")
    progress.done()
    assert not progress.is_animated
