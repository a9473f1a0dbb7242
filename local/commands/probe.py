"""`nudge probe`: try out what people do, once or again and again."""

import argparse
import os
import sys
import time

from local.config import read_settings
from local.instance import running_instance
from local.probe.probe import Probe, ProbeError
from local.probe.visitor import Visitor
from local.public_port import reachable_host
from local.secrets_file import TOKEN, access_token

HELP = "make a task through the chat, see it arrive, remove it for good; tell whether that works"
_PORT = 9464


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--url", help="of the Nudge to try (default: the one on this machine); NUDGE_SECRET_ACCESS_TOKEN is its token"
    )
    parser.add_argument(
        "--every", type=_positive, metavar="SECONDS", help="again and again, with figures for Prometheus"
    )
    parser.add_argument("--listen", default="127.0.0.1", help="address for the figures (default: %(default)s)")
    parser.add_argument("--metrics-port", type=int, default=_PORT, help="port for the figures (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    # The token of this machine's Nudge is for no other: elsewhere it takes one that was given for it.
    token = os.environ.get(TOKEN) if options.url else access_token(read_settings().home)
    probe = Probe(Visitor(options.url or _here(), token or None))
    if options.every is None:
        print(_line(probe.run()))
        return 0
    return _repeat(probe, options)


def _repeat(probe: Probe, options: argparse.Namespace) -> int:
    """Until interrupted; a failure is told and counted, and ends nothing."""
    from local.probe.figures import Figures

    figures = Figures()
    port = figures.serve(options.listen, options.metrics_port)
    print(f"Figures for Prometheus: http://{options.listen}:{port}/metrics", flush=True)
    while True:
        started = time.monotonic()
        try:
            took = probe.run()
        except ProbeError as error:
            figures.failed(error.step)
            print(f"nudge: {error}", file=sys.stderr, flush=True)
        else:
            figures.succeeded(took)
            print(_line(took), flush=True)
        time.sleep(max(0.0, options.every - (time.monotonic() - started)))


def _here() -> str:
    settings = read_settings()
    instance = running_instance(settings.home)
    host, port = (instance.host, instance.port) if instance else (reachable_host(settings), settings.port)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _line(took: dict[str, float]) -> str:
    steps = ", ".join(f"{step} {seconds * 1000:.0f}" for step, seconds in took.items())
    return f"ok: a task was made, seen and removed in {sum(took.values()) * 1000:.0f} ms ({steps})"


def _positive(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"must be a number of seconds above 0, but it is {text}")
    return seconds
