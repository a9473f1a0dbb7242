"""What a gap answers in the simulator's place."""

import json
from dataclasses import dataclass

from tests.terraform.simulator.request import Json


@dataclass(frozen=True)
class Answer:
    status: str
    body: bytes

    @property
    def headers(self) -> list[tuple[str, str]]:
        error = [] if self.status.startswith("200") else [("x-amzn-ErrorType", str(json.loads(self.body)["__type"]))]
        return [("Content-Type", "application/json"), ("Content-Length", str(len(self.body))), *error]


def found(value: Json) -> Answer:
    return Answer("200 OK", json.dumps(value).encode())


def missing(what: str, kind: str = "ResourceNotFoundException") -> Answer:
    status = "400 Bad Request" if kind.startswith("BadRequest") else "404 Not Found"
    return Answer(status, json.dumps({"__type": kind, "message": f"{what} does not exist"}).encode())
