"""What comes before a sidecar that would end without its broker."""

import asyncio
import signal
import socket
import sys


async def _started(brokers: str) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", "shared.jobs.await_brokers", brokers)
    return await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)


async def test_it_ends_when_one_of_the_brokers_answers() -> None:
    with socket.socket() as broker:
        broker.bind(("127.0.0.1", 0))
        port = broker.getsockname()[1]
        process = await _started(f"127.0.0.1:9,127.0.0.1:{port}")
        assert process.stderr is not None
        assert b"Waiting for the broker" in await process.stderr.readline()
        assert process.returncode is None
        broker.listen()
        assert await process.wait() == 0


async def test_it_ends_when_it_is_asked_to() -> None:
    process = await _started("127.0.0.1:9")
    assert process.stderr is not None
    await process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
