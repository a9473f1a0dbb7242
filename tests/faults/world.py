"""A Nudge of which every part can be made to fail: proxies before three, signals, triggers and locks for the rest."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg

from tests.faults.proxy import FaultProxy, Mode
from tests.integration.mail.relay import Relay, relay
from tests.model_server.behaviour import answers, form
from tests.model_server.server import ModelServer
from tests.product import Product, running

_STORAGE = {"broker": "sidecar.message", "state store": "sidecar.state"}


@dataclass(frozen=True)
class World:
    product: Product
    proxies: dict[str, FaultProxy]
    provider: Relay

    def failing(self, part: str, mode: Mode) -> AbstractContextManager[None]:
        """The part fails that way for as long as the block lasts."""
        if part in self.proxies:
            return self.proxies[part].fault(mode)
        if part == "sidecar":
            return sidecar_failing(self.product, mode)
        return locked(self.product, _STORAGE[part]) if mode == "hang" else triggered(self.product, _STORAGE[part], mode)


@asynccontextmanager
async def world() -> AsyncIterator[World]:
    """One in a data folder of its own; its mail goes to a relay and its odd sentences to a model of the test."""
    async with relay() as provider, ModelServer(answers(form("none"))) as model:
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nudge-faults-"))) / "home"
            upstreams: dict[str, Callable[[], tuple[str, int] | str]] = {
                "database": lambda: _socket_of(home),
                "language model": lambda: ("127.0.0.1", urlsplit(model.url).port or 0),
                "mail": lambda: ("127.0.0.1", provider.port),
            }
            proxies = {name: stack.enter_context(FaultProxy(upstream)) for name, upstream in upstreams.items()}
            product = stack.enter_context(running(_secrets(proxies), home, **_environment(proxies, _passwords(home))))
            yield World(product, proxies, provider)


def _secrets(proxies: dict[str, FaultProxy]) -> dict[str, str]:
    return {
        "model-base-url": f"http://127.0.0.1:{proxies['language model'].port}/v1",
        "model-name": "small",
        "mail-url": f"smtp://127.0.0.1:{proxies['mail'].port}",
        "mail-from": "Nudge <nudge@example.com>",
    }


def _environment(proxies: dict[str, FaultProxy], passwords: Path) -> dict[str, str]:
    """The functions reach the database by way of the proxy, the sidecar itself goes straight there: each can fail alone."""
    url = f"postgresql://nudge@127.0.0.1:{proxies['database'].port}/nudge?sslmode=disable&passfile={passwords}"
    patience = {"NUDGE_MODEL_TIMEOUT": "1", "NUDGE_MODEL_FAILURES": "2", "NUDGE_MODEL_REST": "5"}
    return {"NUDGE_SECRET_DATABASE_URL": url, **patience}


def _passwords(home: Path) -> Path:
    return home.with_name("passwords")


def _socket_of(home: Path) -> str:
    """Where its database listens. The password is made by its first start, so it is handed on to the functions from here."""
    url = urlsplit(json.loads((home / "secrets.json").read_bytes())["database-url"])
    _passwords(home).touch(0o600)
    _passwords(home).write_text(f"*:*:*:*:{unquote(url.password or '')}\n")
    return f"{parse_qs(url.query)['host'][0]}/.s.PGSQL.5432"


@contextmanager
def _meanwhile(act: Callable[[threading.Event], None]) -> Iterator[None]:
    """Runs in a thread until the block ends."""
    over = threading.Event()
    thread = threading.Thread(target=act, args=(over,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(10)


@contextmanager
def sidecar_failing(product: Product, mode: Mode) -> Iterator[None]:
    """hang: stopped. slow: stopped most of the time. refuse: killed as soon as it is there. flap: killed now and then."""
    if mode == "hang":
        with halted(product, "sidecar"):
            yield
        return

    def slow(over: threading.Event) -> None:
        while not over.is_set():
            with halted(product, "sidecar"):
                over.wait(0.25)
            over.wait(0.1)

    def killing(pause: float) -> Callable[[threading.Event], None]:
        def kill(over: threading.Event) -> None:
            while not over.wait(pause):
                _send(product, "sidecar", signal.SIGKILL)

        return kill

    with _meanwhile(slow if mode == "slow" else killing(0.05 if mode == "refuse" else 1.5)):
        yield


@contextmanager
def halted(product: Product, name: str) -> Iterator[None]:
    """A process that no longer answers."""
    _send(product, name, signal.SIGSTOP)
    try:
        yield
    finally:
        _send(product, name, signal.SIGCONT)


def _send(product: Product, name: str, what: signal.Signals) -> None:
    process = product.processes.get(name)
    if process:
        try:
            os.kill(process, what)
        except ProcessLookupError:
            return  # it is being started again


@contextmanager
def locked(product: Product, table: str) -> Iterator[None]:
    """Whoever uses the table waits."""
    with psycopg.connect(product.dsn) as connection:
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()


_DOES = {
    "slow": "PERFORM pg_sleep(0.3);",
    "refuse": "RAISE EXCEPTION 'refused by the test';",
    "flap": "IF mod(extract(epoch FROM clock_timestamp())::int, 2) = 0 THEN RAISE EXCEPTION 'refused by the test'; END IF;",
}


@contextmanager
def triggered(product: Product, table: str, mode: Mode) -> Iterator[None]:
    """Whoever writes to the table waits, fails, or fails every other second."""
    product.sql(
        f"CREATE OR REPLACE FUNCTION sidecar.ill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_DOES[mode]} RETURN NEW; END $$"
    )
    product.sql(f"CREATE TRIGGER ill BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION sidecar.ill()")
    try:
        yield
    finally:
        product.sql(f"DROP TRIGGER ill ON {table}")
