"""The real thing in the place of the local sidecar: a daprd for each application, Kafka, Postgres with TLS, the components of dapr/."""

import asyncio
import json
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from local.sidecar import Subscription
from shared.jobs import topics
from tests.contract.sidecar.receiver import Listener, Receiver
from tests.contract.sidecar.scenario import (
    API_TOKEN,
    APP_TOKEN,
    CONCURRENCY,
    ELSEWHERE,
    QUICK,
    SECRETS,
    SUBSCRIPTIONS,
    TOPICS,
)
from tests.lane.daprd import Application, Doors, answers, daprd
from tests.lane.kafka import Kafka
from tests.lane.ports import free_ports
from tests.lane.postgres import SecurePostgres
from tests.lane.process import Process
from tests.lane.programs import Programs
from tests.lane.resources import DAPR, STORES, configuration, endpoint, scoped, write
from tests.lane.waiting import until

FRONT = "reader"
"""Whose daprd the tests speak to."""
_READY_SECONDS = 60


class DaprdSidecar:
    """Kafka and Postgres go on while the daprds are killed and started."""

    def __init__(
        self, programs: Programs, home: Path, listeners: dict[str, Listener], receivers: dict[str, Receiver]
    ) -> None:
        self.listeners, self.receivers = listeners, receivers
        ports = free_ports()
        for name in ("postgres", "kafka", "dapr"):
            (home / name).mkdir()
        self.postgres = SecurePostgres(home / "postgres", home / "postgres.log", next(ports))
        self.kafka = Kafka(programs.kafka, home / "kafka", home / "kafka.log", next(ports), next(ports))
        self._home, self._programs = home, programs
        self._doors = {name: Doors.take(ports) for name in listeners if name != ELSEWHERE}
        self._daprds: dict[str, Process] = {}
        self.http = f"http://127.0.0.1:{self._doors[FRONT].http}"
        self.grpc = f"127.0.0.1:{self._doors[FRONT].grpc}"

    async def open(self) -> None:
        self.kafka.launch()
        self.postgres.start()
        self.kafka.wait()
        topics.make({"bootstrap_servers": self.kafka.brokers}, TOPICS)
        self._daprds = self._compose()
        await self.start()

    async def start(self) -> None:
        """Ready means: outbound works and every subscription has its partitions, as the local sidecar promises with its first answer."""
        for process in self._daprds.values():
            process.start()
        for name, process in self._daprds.items():
            await asyncio.to_thread(until, partial(answers, self._doors[name], "healthz"), process, _READY_SECONDS)
        await self._until_all_hear_news()

    async def _until_all_hear_news(self) -> None:
        """Who listens from now on has heard nothing until its partitions are given to it."""
        screen, probe = self.receivers["screen"], f"probe {uuid.uuid4()}"
        headers = {"dapr-api-token": API_TOKEN}
        async with httpx.AsyncClient(base_url=self.http, headers=headers) as client, asyncio.timeout(_READY_SECONDS):
            partitions: set[str] = set()
            while len(partitions) < TOPICS["news"]:
                for key in range(2 * TOPICS["news"]):
                    place = f"/v1.0/publish/pubsub/news?metadata.partitionKey={key}"
                    assert (await client.post(place, json={"run": probe})).status_code == 204
                await asyncio.sleep(0.2)
                partitions = {one.headers["__partition"] for one in screen.of(probe)}

    async def kill(self) -> None:
        for process in self._daprds.values():
            process.kill()

    async def close(self) -> None:
        await self.kill()
        self.kafka.process.kill()
        self.postgres.stop()

    def _compose(self) -> dict[str, Process]:
        own = self._home / "dapr" / "resources"
        elsewhere = endpoint(ELSEWHERE, self.listeners[ELSEWHERE].port)
        write(own, "scenario.yaml", [*_subscriptions(), elsewhere])
        write(own, "quick.yaml", [_quick()])
        given = {FRONT, *(each.app_id for each in SUBSCRIPTIONS if each.fanout)}
        write(own, "scoped.yaml", [scoped("pubsub", self._doors), scoped("broadcast", given), scoped("state", given)])
        settings = configuration(self._home / "dapr")
        secrets_file = self._home / "own-secrets.json"
        known = {**SECRETS, "database-url": self.postgres.dsn, "app-token": APP_TOKEN}
        secrets_file.write_text(json.dumps(known))
        environment = {
            "DAPR_API_TOKEN": API_TOKEN, "APP_API_TOKEN": APP_TOKEN,
            "NUDGE_KAFKA_BROKERS": self.kafka.brokers, "NUDGE_SECRETS_FILE": str(secrets_file),
        }  # fmt: skip
        return {
            name: daprd(
                self._programs.daprd, Application(name, self.listeners[name].port, CONCURRENCY[name]), doors,
                [*STORES, DAPR / "policies", own], settings, environment, self._home / f"daprd-{name}.log",
            )
            for name, doors in self._doors.items()
        }  # fmt: skip


def _subscriptions() -> Iterator[dict[str, Any]]:
    for each in SUBSCRIPTIONS:
        yield {
            "apiVersion": "dapr.io/v2alpha1",
            "kind": "Subscription",
            "metadata": {"name": f"{each.app_id}-{each.topic}"},
            "spec": _spec(each),
            "scopes": [each.app_id],
        }


def _spec(wanted: Subscription) -> dict[str, Any]:
    rules = [{"match": f'event.type == "{rule.event_type}"', "path": rule.path} for rule in wanted.rules]
    spec: dict[str, Any] = {
        "pubsubname": wanted.pubsub,
        "topic": wanted.topic,
        "routes": {"default": wanted.route, "rules": rules},
    }
    if wanted.dead_letter_topic:
        spec["deadLetterTopic"] = wanted.dead_letter_topic
    if wanted.bulk:
        spec["bulkSubscribe"] = {
            "enabled": True, "maxMessagesCount": wanted.bulk.max_messages, "maxAwaitDurationMs": wanted.bulk.max_await_ms,
        }  # fmt: skip
    return spec


def _quick() -> dict[str, Any]:
    """Three quick retries for those who have them in the scenario; read after the product's resiliency, which holds for the rest."""
    inbound = {"inbound": {"retry": "quick"}}
    return {
        "apiVersion": "dapr.io/v1alpha1",
        "kind": "Resiliency",
        "metadata": {"name": "quick"},
        "spec": {
            "policies": {"retries": {"quick": {"policy": "constant", "duration": "20ms", "maxRetries": 3}}},
            "targets": {"components": {"pubsub": inbound, "broadcast": inbound}},
        },
        "scopes": sorted({each.app_id for each in SUBSCRIPTIONS if each.retries == QUICK}),
    }
