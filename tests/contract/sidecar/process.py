"""Runs a local sidecar in a process of its own: python process.py <configuration as JSON>."""

import json
import logging
import socket
import sys
from datetime import timedelta
from pathlib import Path

import uvloop

from local.sidecar import App, SidecarConfig, serve
from tests.contract.sidecar.scenario import API_TOKEN, APP_TOKEN, CONCURRENCY, SUBSCRIPTIONS, TOPICS


def main() -> None:
    given = json.loads(sys.argv[1])
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    config = SidecarConfig(
        dsn=given["dsn"],
        http_socket=socket.socket(fileno=given["fd"]),
        grpc_address=given["grpc"],
        api_token=API_TOKEN,
        app_token=APP_TOKEN,
        apps=tuple(App(name, address, CONCURRENCY[name]) for name, address in given["apps"].items()),
        subscriptions=SUBSCRIPTIONS,
        topics=TOPICS,
        secrets_file=Path(given["secrets"]),
        retention=timedelta(seconds=given.get("retention", 86_400)),
        purge_every=timedelta(seconds=given.get("purge_every", 300)),
    )
    uvloop.run(serve(config))


if __name__ == "__main__":
    main()
