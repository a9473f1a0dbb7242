"""The sidecar's process: everything put together, started and stopped in order."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import uvicorn
from psycopg_pool import AsyncConnectionPool

from local.sidecar.broker import Broker
from local.sidecar.channel import Channel
from local.sidecar.config import SidecarConfig
from local.sidecar.database import Connection
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

Pool = AsyncConnectionPool[Connection]
MOST_CONNECTIONS = 6


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
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    try:
        async with AsyncExitStack() as stack:
            tasks = await _start(config, stack)
            log.info("sidecar ready", extra={"grpc": config.grpc_address, "apps": len(config.apps)})
            waiting = asyncio.create_task(ended.wait())
            stack.callback(waiting.cancel)
            done, _ = await asyncio.wait([*tasks, waiting], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            log.info("sidecar stopping")
    finally:
        loop.remove_signal_handler(signal.SIGTERM)


async def _start(config: SidecarConfig, stack: AsyncExitStack) -> list[asyncio.Task[None]]:
    """Starts every part; the stack stops them in the opposite order. Returns the tasks that never end by themselves."""
    metrics, topics = Metrics(), Topics(config.topics)
    channels = {app.app_id: await stack.enter_async_context(_channel(config, app.app_id)) for app in config.apps}
    deliveries = Deliveries(config.apps, config.subscriptions, channels, topics, metrics)

    writer = Writer(config.dsn, topics, deliveries.committed)
    stack.push_async_callback(writer.close)
    await writer.open()
    offsets = Offsets(config.dsn)
    stack.push_async_callback(offsets.close)
    await offsets.load()
    pool = Pool(
        config.dsn, min_size=1, max_size=MOST_CONNECTIONS, open=False, check=Pool.check_connection, timeout=3,
        kwargs={"autocommit": True, "application_name": "sidecar"},
    )  # fmt: skip
    await stack.enter_async_context(pool)
    messages = Messages(pool)

    stores = Stores({name: _store(name, kind, pool) for name, kind in config.state_stores.items()})
    broker = Broker(config.pubsubs, topics, writer, config.sidecar_id, metrics)
    services = Services(
        broker, stores, Secrets(config.secrets_file), config.secret_store, Invocation(channels), Description(config),
        metrics, config.api_token,
    )  # fmt: skip
    housekeeping = Housekeeping(topics, messages, deliveries, stores, config.retention)

    tasks = [await stack.enter_async_context(_background(writer.run()))]
    stack.push_async_callback(offsets.flush)
    tasks.append(await stack.enter_async_context(_background(offsets.run())))
    tasks.append(await stack.enter_async_context(_background(housekeeping.run(config.purge_every))))
    tasks.append(await stack.enter_async_context(_http(services, config)))
    grpc_server = build_server(services, config.grpc_address)
    stack.push_async_callback(grpc_server.stop, 2.0)
    await grpc_server.start()
    deliveries.start(broker, offsets, messages)
    stack.push_async_callback(deliveries.stop, config.stop_grace.total_seconds())
    tasks.append(await stack.enter_async_context(_background(deliveries.watch())))
    return tasks


def _store(name: str, kind: str, pool: Pool) -> StateStore:
    return MemoryState() if kind == "memory" else DurableState(name, pool)


@asynccontextmanager
async def _channel(config: SidecarConfig, app_id: str) -> AsyncIterator[Channel]:
    app = next(app for app in config.apps if app.app_id == app_id)
    channel = Channel(app, config.delivery_timeout.total_seconds(), config.app_token)
    try:
        yield channel
    finally:
        await channel.close()


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
            build_app(services), log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2,
            server_header=False, date_header=False, backlog=2048,
        )
    )  # fmt: skip
    task = asyncio.create_task(server.serve([config.http_socket]))
    try:
        yield task
    finally:
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)
