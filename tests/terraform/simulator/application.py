"""Moto's server with its gaps filled, at the wire: what moto does not know is answered beside it, what it gets wrong is put right on its way out."""

import gzip
import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from tests.terraform.simulator import eks, kafka, others
from tests.terraform.simulator.answer import Answer, found, missing
from tests.terraform.simulator.request import Json, Request, read

_ANSWERS: dict[str, Callable[[Request], Answer | None]] = {
    "eks": eks.answer,
    "kafka": kafka.answer,
    "budgets": others.budgets,
    "ses": others.ses_tags,
    "application-autoscaling": others.scaling,
}
_AMENDS: dict[str, Callable[[Request, Json], Json]] = {
    "eks": eks.amend,
    "kafka": kafka.amend,
    "ses": others.ses,
    "application-autoscaling": others.scaled,
}
_AMENDS_TEXT: dict[str, Callable[[Request, str], str]] = {"rds": others.rds, "ec2": others.ec2}
LEFT = ("nudge", "left")
"""Path at which the gaps tell what was made in them and not deleted."""

Start = Callable[..., Any]
Application = Callable[[Json, Start], Iterable[bytes]]


def with_gaps_filled(moto: Application) -> Application:
    def answering(environ: Json, start: Start) -> Iterable[bytes]:
        request, body = read(environ)
        if request.path == LEFT:
            return _give(found({"left": [*eks.left(), *kafka.left()]}), start)
        filled = _ANSWERS.get(request.service, lambda _: None)(request)
        if filled:
            return _give(filled, start)
        environ["wsgi.input"] = io.BytesIO(body)
        return _amended(moto, environ, request, start)

    return answering


def _give(answer: Answer, start: Start) -> Iterable[bytes]:
    start(answer.status, answer.headers)
    return [answer.body]


def _amended(moto: Application, environ: Json, request: Request, start: Start) -> Iterable[bytes]:
    heard: list[Any] = []
    try:
        said = b"".join(moto(environ, lambda *args: heard.extend(args[:2])))
    except NotImplementedError as error:  # a further gap: said at once, where a 500 would be tried again for minutes
        return _give(
            Answer("400 Bad Request", json.dumps({"__type": "NotInTheSimulator", "message": str(error)}).encode()),
            start,
        )
    except KeyError as error:
        if request.service != "kafka":
            raise
        return _give(missing(str(error), "NotFoundException"), start)
    status, headers = heard
    kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
    if status.startswith("2"):
        said = _put_right(request, said, dict(kept).get("Content-Encoding", ""))
    start(status, [*kept, ("Content-Length", str(len(said)))])
    return [said]


def _put_right(request: Request, said: bytes, encoding: str) -> bytes:
    packed = encoding == "gzip"
    plain = gzip.decompress(said) if packed else said
    if request.service in _AMENDS_TEXT:
        plain = _AMENDS_TEXT[request.service](request, plain.decode()).encode()
    elif request.service in _AMENDS and plain[:1] == b"{":
        plain = json.dumps(_AMENDS[request.service](request, json.loads(plain))).encode()
    return gzip.compress(plain) if packed else plain
