"""The sidecar's process: everything put together, started and stopped in order."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import uvicorn

from local.sidecar.broker import Broker
from local.sidecar.channel import Channel
from local.sidecar.config import App, SidecarConfig
from local.sidecar.database import Pulse, Sessions
from local.sidecar.deliveries import Deliveries
from local.sidecar.description import Description
from local.sidecar.grpc_api import build_server
from local.sidecar.housekeeping import Housekeeping
from local.sidecar.http_api import build_app
from local.sidecar.invocation import Invocation
from local.sidecar.memory import MemoryState
from local.sidecar.messages import Messages
from local.sidecar.metrics import Metrics
from local.sidecar.offsets import Offsets
from local.sidecar.secrets import Secrets
from local.sidecar.services import Services
from local.sidecar.state import DurableState, StateStore
from local.sidecar.stores import Stores
from local.sidecar.topics import Topics
from local.sidecar.writer import Writer

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 6
API_GRACE = 2
"""Seconds that requests under way get when the sidecar stops."""


class HttpServer(uvicorn.Server):
    """uvicorn without its own signal handlers."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(config: SidecarConfig) -> None:
    """Runs the sidecar until it is cancelled or gets SIGTERM, then stops in order.

    It waits for Postgres and for a predecessor that still holds the database. Stopping: deliveries under way may
    finish (they may still publish), then the API ends, then offsets are committed and the lock is given back.
    """
    work = asyncio.create_task(_run(config))
    ended = asyncio.Event()

    def end() -> None:
        log.info("sidecar stopping")
        ended.set()
        work.cancel()

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, end)
    try:
        await work
    except asyncio.CancelledError:
        if not ended.is_set():
            raise
    finally:
        loop.remove_signal_handler(signal.SIGTERM)


async def _run(config: SidecarConfig) -> None:
    """Starts every part; the stack stops them in the opposite order. Ends when one of them fails."""
    metrics, topics = Metrics(), Topics(config.topics)
    async with AsyncExitStack() as stack:
        channels = {app.app_id: await stack.enter_async_context(_channel(config, app)) for app in config.apps}
        deliveries = Deliveries(config.apps, config.subscriptions, channels, topics, metrics)
        writer = await stack.enter_async_context(_writer(config, topics, deliveries))
        offsets = await stack.enter_async_context(_offsets(config))
        sessions, pulse = Sessions(config.dsn, MOST_CONNECTIONS), Pulse(config.dsn)
        stack.push_async_callback(sessions.close)
        stack.push_async_callback(pulse.close)
        messages = Messages(sessions)
        broker = Broker(config.pubsubs, topics, writer, config.sidecar_id, metrics)
        stores = Stores({name: _store(name, kind, sessions) for name, kind in config.state_stores.items()})
        services = Services(
            broker, stores, Secrets(config.secrets_file), config.secret_store, Invocation(channels),
            Description(config), metrics, config.api_token,
        )  # fmt: skip
        housekeeping = Housekeeping(topics, messages, deliveries, stores, config.retention)
        tasks = [
            await stack.enter_async_context(_background(writer.run())),
            await stack.enter_async_context(_background(offsets.run())),
            await stack.enter_async_context(_background(housekeeping.run(config.purge_every))),
        ]
        await stack.enter_async_context(_grpc(services, config))
        tasks.append(await stack.enter_async_context(_http(services, config)))
        deliveries.start(broker, offsets, messages, pulse)
        stack.push_async_callback(deliveries.stop, config.stop_grace.total_seconds())
        tasks.append(await stack.enter_async_context(_background(deliveries.watch())))
        log.info("sidecar ready", extra={"grpc": config.grpc_address, "apps": len(config.apps)})
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()


def _store(name: str, kind: str, sessions: Sessions) -> StateStore:
    return MemoryState() if kind == "memory" else DurableState(name, sessions)


@asynccontextmanager
async def _channel(config: SidecarConfig, app: App) -> AsyncIterator[Channel]:
    channel = Channel(app, config.delivery_timeout.total_seconds(), config.app_token)
    try:
        yield channel
    finally:
        await channel.close()


@asynccontextmanager
async def _writer(config: SidecarConfig, topics: Topics, deliveries: Deliveries) -> AsyncIterator[Writer]:
    """The writer, with the database locked for this process."""
    writer = Writer(config.dsn, topics, deliveries.committed)
    try:
        await writer.open()
        yield writer
    finally:
        await writer.close()


@asynccontextmanager
async def _offsets(config: SidecarConfig) -> AsyncIterator[Offsets]:
    offsets = Offsets(config.dsn)
    await offsets.load()
    try:
        yield offsets
    finally:
        await offsets.close()


@asynccontextmanager
async def _grpc(services: Services, config: SidecarConfig) -> AsyncIterator[None]:
    server = build_server(services, config.grpc_address)
    await server.start()
    try:
        yield
    finally:
        await server.stop(API_GRACE)


@asynccontextmanager
async def _background(work: Coroutine[None, None, None]) -> AsyncIterator[asyncio.Task[None]]:
    """A task that is cancelled at the end."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def _http(services: Services, config: SidecarConfig) -> AsyncIterator[asyncio.Task[None]]:
    """The HTTP API on the inherited listening socket."""
    server = HttpServer(
        uvicorn.Config(
            build_app(services), log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=API_GRACE,
            server_header=False, date_header=False, backlog=2048,
        )
    )  # fmt: skip
    task = asyncio.create_task(server.serve([config.http_socket]))
    try:
        yield task
    finally:
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)
