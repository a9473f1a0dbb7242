"""The figures of all processes in one: Prometheus finds everything of one machine at /metrics of the public port."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ADDRESS = "/metrics"
_SECONDS = aiohttp.ClientTimeout(total=5)
_SAMPLE = re.compile(r"^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$")


@dataclass(frozen=True)
class Others:
    """Where the other processes give out theirs."""

    events: Path
    """The socket of a function of the events worker: a process gives out the figures of all its functions."""
    sidecar: str
    """Base URL."""


class WithFigures:
    """Adds the other processes' figures to the gateway's own, for those to whom it shows its own."""

    def __init__(self, gateway: ASGIApp, others: Others) -> None:
        self._gateway, self._others = gateway, others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != _ADDRESS or scope["method"] != "GET":
            await self._gateway(scope, receive, send)
            return
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._gateway(scope, receive, keep)
        if messages[0]["status"] != 200:
            for message in messages:
                await send(message)
            return
        own = b"".join(message.get("body", b"") for message in messages).decode()
        events, sidecar = await asyncio.gather(
            _ask("http://events", aiohttp.UnixConnector(str(self._others.events))), _ask(self._others.sidecar)
        )
        text = merged({"requests": own, "events": events, "sidecar": sidecar})
        await Response(text, headers={"content-type": CONTENT_TYPE_LATEST})(scope, receive, send)


def merged(texts: Mapping[str, str]) -> str:
    """Figures by process (Prometheus text format 0.0.4), each family once, each sample with the label `process`."""
    families: dict[str, list[str]] = {}
    for process, text in texts.items():
        for block in text.split("# HELP ")[1:]:
            told, kind, *samples = block.splitlines()
            lines = families.setdefault(told.partition(" ")[0], [f"# HELP {told}", kind])
            lines += [_labelled(sample, process) for sample in samples]
    return "".join(f"{line}\n" for lines in families.values() for line in lines)


def _labelled(sample: str, process: str) -> str:
    found = _SAMPLE.match(sample)
    if found is None:
        return sample
    labels = f'process="{process}"' + (f",{found[2]}" if found[2] else "")
    return f"{found[1]}{{{labels}}} {found[3]}"


async def _ask(base: str, connector: aiohttp.BaseConnector | None = None) -> str:
    """A process' figures; none while it is being restarted."""
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=_SECONDS) as session,
            session.get(f"{base}{_ADDRESS}") as answer,
        ):
            return await answer.text() if answer.status == 200 else ""
    except (aiohttp.ClientError, TimeoutError):
        return ""
