"""`python -m tests.evaluate FOLDER [--misses]`: one figure a set, a calibration table, speed."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.evaluate import benign, dates, injections, intents, naughty, occurrences, recurrence, verbatim
from tests.evaluate.cases import Score, cases, understood

SETS = {
    "intents": intents.score,
    "dates": dates.score,
    "recurrence": recurrence.score,
    "occurrences": occurrences.score,
    "injections": injections.score,
    "benign_lookalikes": benign.score,
    "naughty_strings": naughty.score,
    "naughty_strings over HTTP": verbatim.score,
}


def main(argv: list[str] | None = None) -> int:
    """Print the figures; 0 when the folder holds at least one set."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="print the cases that missed")
    arguments = parser.parse_args(argv)
    calibration: list[tuple[float, bool]] = []
    shown = [_show(name, score(arguments.folder, calibration), arguments.misses) for name, score in SETS.items()]
    if not any(shown):
        print(f"There is no set of cases in {arguments.folder}.", file=sys.stderr)
        return 2
    _calibration(calibration)
    _speed(arguments.folder)
    return 0


def _show(name: str, score: Score, misses: bool) -> bool:
    if score.total:
        print(f"\n{name}")
    for figure, total in score.total.items():
        right = score.right[figure]
        print(f"  {figure:44} {right:4}/{total:<4} {100 * right / total:6.1f} %")
    if misses:
        for figure, text, got in score.misses:
            if got:
                print(f"    - {figure}: {text!r} -> {got!r}")
    return bool(score.total)


def _calibration(answers: list[tuple[float, bool]]) -> None:
    print("\nconfidence against accuracy\n  stated       answers   right")
    for low in (0.0, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
        high = {0.0: 0.6, 0.6: 0.7, 0.7: 0.8, 0.8: 0.85, 0.85: 0.9, 0.9: 0.95, 0.95: 1.01}[low]
        here = [right for confidence, right in answers if low <= confidence < high]
        if here:
            print(f"  {low:.2f}-{min(high, 1):.2f}    {len(here):6}   {100 * sum(here) / len(here):6.1f} %")


def _speed(folder: Path) -> None:
    texts = [case["text"] for case in cases(folder, "intents")] + [case["text"] for case in cases(folder, "dates")]
    times = []
    for text in texts:
        started = time.thread_time()
        understood(f"{text} ")
        times.append((time.thread_time() - started) * 1000)
    if times:
        worst = statistics.quantiles(times, n=100)[98]
        print(
            f"\nspeed, CPU a message: p50 {statistics.median(times):.2f} ms, p99 {worst:.2f} ms, most {max(times):.2f} ms"
        )
    print(f"import of the parser, CPU: {min(_import_ms() for _ in range(5)):.0f} ms")


_IMPORT = "import time; t = time.process_time(); import functions.parse_chat.language.engine; print((time.process_time() - t) * 1000)"


def _import_ms() -> float:
    """In a process of its own, with its modules compiled, as the set-up leaves them."""
    return float(subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, check=True, text=True).stdout)


if __name__ == "__main__":
    sys.exit(main())
