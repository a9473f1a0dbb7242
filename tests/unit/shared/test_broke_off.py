"""What of an answer tells that the rest of it is missing."""

import pytest

from shared.invocation import broke_off


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"items": []}'])
def test_a_whole_answer_is_taken(body: bytes) -> None:
    assert not broke_off(200, "application/json", body)


@pytest.mark.parametrize("body", [b"", b"{", b'{"items"', b'[{"id": "1"},'])
def test_the_beginning_of_an_answer_is_not(body: bytes) -> None:
    assert broke_off(200, "application/json", body)
    assert broke_off(409, "application/problem+json", body)


def test_what_has_no_content_or_is_no_json_is_not_judged() -> None:
    assert not broke_off(204, "application/octet-stream", b"")
    assert not broke_off(204, "application/json", b"")
    assert not broke_off(200, "text/html", b"")
