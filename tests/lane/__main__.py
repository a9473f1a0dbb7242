"""`python -m tests.lane build` fetches and builds; `up` runs the lane until Ctrl-C; `prepare` and `fill` are for people with Docker."""

import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.lane import postgres
from tests.lane.errors import LaneError
from tests.lane.lane import Lane
from tests.lane.prepare import fill, prepare
from tests.lane.programs import programs


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _up() -> None:
    built = programs()
    with tempfile.TemporaryDirectory(prefix="nudge-lane-") as folder:
        # Postgres runs under another user when this one is root, and passes through here.
        Path(folder).chmod(0o755)
        lane, started = Lane(built, Path(folder)), time.monotonic()
        try:
            lane.start(lambda step: _say(f"{step} … {time.monotonic() - started:.1f} s"))
            _say(f"Nudge runs on real Dapr, Kafka and Postgres: {lane.url} (after {time.monotonic() - started:.1f} s).")
            _say(f"Logs are in {folder}/logs. Ctrl-C stops it.")
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
        finally:
            _say("Stopping …")
            lane.stop()


def main() -> int:
    try:
        match sys.argv[1:]:
            case ["build"]:
                postgres.programs()
                programs()
            case ["up"]:
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
                _up()
            case ["prepare", folder]:
                prepare(Path(folder).absolute())
            case ["fill", folder]:
                fill(Path(folder).absolute())
            case _:
                _say("Usage: python -m tests.lane build | up | prepare FOLDER | fill FOLDER")
                return 2
    except LaneError as error:
        _say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
