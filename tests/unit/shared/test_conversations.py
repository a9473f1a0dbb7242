"""Conversations: a head, and pages of messages; nothing is lost where one page ends and the next begins."""

from typing import Any
from uuid import UUID

import orjson
import pytest

from shared.conversations import PAGE, Conversation, appended, head_key, load, messages, page_key

ID = UUID("01900000-0000-7000-8000-000000000001")


class States:
    """A state store's reading side, over a dictionary."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}

    async def get_state(self, *keys: str) -> dict[str, tuple[bytes, str]]:
        return {key: (self.values[key], "etag") for key in keys if key in self.values}


def said(first: int, number: int) -> list[dict[str, Any]]:
    return [{"role": "user", "text": str(each), "at": "2026-11-24T09:00:00Z"} for each in range(first, first + number)]


async def everything(states: States) -> list[str]:
    """The texts of all pages."""
    found: list[str] = []
    page, more = 0, True
    while more:
        items, more = await messages(states, ID, page)  # type: ignore[arg-type]
        found += [item["text"] for item in items]
        page += 1
    return found


async def test_one_that_never_was_is_empty() -> None:
    assert await load(States(), ID) == Conversation(ID)  # type: ignore[arg-type]
    assert await messages(States(), ID, 0) == ([], False)  # type: ignore[arg-type]


async def test_a_first_message_is_all_in_the_head() -> None:
    states = appended(Conversation(ID), {"topic": "milk"}, said(0, 2))
    assert set(states) == {head_key(ID)}
    assert orjson.loads(states[head_key(ID)]) == {"count": 2, "context": {"topic": "milk"}, "last": said(0, 2)}


@pytest.mark.parametrize("each", [1, 2, 3, 7, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE + 3])
async def test_messages_come_back_in_order_however_many_are_said_at_once(each: int) -> None:
    states, total = States(), 0
    while total < 3 * PAGE:
        conversation = await load(states, ID)  # type: ignore[arg-type]
        assert conversation.count == total
        states.values |= appended(conversation, {"turn": total}, said(total, each))
        total += each
    assert await everything(states) == [str(number) for number in range(total)]
    assert (await load(states, ID)).context == {"turn": total - each}  # type: ignore[arg-type]


async def test_a_page_never_holds_more_than_its_share() -> None:
    states = States()
    states.values |= appended(Conversation(ID), {}, said(0, 2 * PAGE + 1))
    assert [len(orjson.loads(states.values[page_key(ID, page)])) for page in range(2)] == [PAGE, PAGE]
    assert len(orjson.loads(states.values[head_key(ID)])["last"]) == 1
