"""The running product against its own OpenAPI document, with whatever schemathesis can think of."""

from uuid import UUID

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from shared import contracts
from tests.product import Product

EXAMPLES = 25
"""Requests for each operation, good and bad ones."""
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
)


@pytest.fixture(scope="module")
def task(nudge: Product) -> str:
    """The id of a task that is there."""
    return str(httpx.post(f"{nudge.url}/api/tasks", json={"title": "x"}, trust_env=False).json()["id"])


# The update stream never ends, so there is no answer to wait for: tests/integration/test_stream.py reads it.
api = schemathesis.openapi.from_path(contracts.OPENAPI).exclude(path="/api/updates")


async def test_the_document_that_is_served_is_the_one_that_is_kept(nudge: Product) -> None:
    async with nudge.client() as client:
        assert (await client.get("/api/openapi.json")).content == contracts.OPENAPI.read_bytes()


@api.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_the_document_says(case: schemathesis.Case, nudge: Product, task: str) -> None:
    if "/tasks/" in case.path and _is_id(case.path_parameters.get("id")):
        case.path_parameters["id"] = task
    case.call_and_validate(base_url=nudge.url, checks=CHECKS)


def _is_id(text: object) -> bool:
    """A made-up id names nothing: it is exchanged for one that does, so that more than the 404 is seen."""
    try:
        return bool(UUID(str(text)))
    except ValueError:
        return False
