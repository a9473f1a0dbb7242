"""The real lane, one for all tests: they look only at what they made, and put right what they break."""

import logging
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.lane.lane import Lane
from tests.lane.ports import free_ports
from tests.lane.postbox import Postbox
from tests.lane.programs import programs

PLANTED = {"mail-from": "Nudge <nudge@example.com>", "model-api-key": "sk-planted-for-the-scan-4711"}


@pytest.fixture(scope="session")
def postbox() -> Iterator[Postbox]:
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    box = Postbox(next(free_ports()))
    box.start()
    yield box
    box.stop()


@pytest.fixture(scope="session")
def say(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Writes a line for the person who waits."""
    terminal = pytestconfig.pluginmanager.getplugin("terminalreporter")
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")

    def write(line: str) -> None:
        with capture.global_and_fixture_disabled():
            terminal.write_line(line)

    return write


@pytest.fixture(scope="session")
def lane(postbox: Postbox, say: Callable[[str], None]) -> Iterator[Lane]:
    with tempfile.TemporaryDirectory(prefix="nudge-lane-") as folder:
        Path(folder).chmod(0o755)
        made = Lane(programs(), Path(folder), {"mail-url": postbox.url, **PLANTED})
        try:
            made.start(lambda step: say(f"{step} …"))
            yield made
        finally:
            made.stop()


@pytest.fixture
async def api(lane: Lane) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that was never here before."""
    async with lane.client() as client:
        yield client
