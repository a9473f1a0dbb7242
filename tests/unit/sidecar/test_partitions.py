"""Keys, partitions and the end of a partition in memory."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.sidecar.messages import Message
from local.sidecar.partitions import Partition, fnv1a, partition_of
from local.sidecar.topics import Topics


def message(offset: int, body: bytes = b"{}") -> Message:
    return Message("topic", 0, offset, None, "application/cloudevents+json", body, None, 0)


@pytest.mark.parametrize(
    ("text", "value"), [(b"", 0x811C9DC5), (b"a", 0xE40C292C), (b"b", 0xE70C2DE5), (b"foobar", 0xBF9CF968)]
)
def test_fnv1a_gives_the_published_values(text: bytes, value: int) -> None:
    assert fnv1a(text) == value


def test_the_hash_counts_as_a_signed_number() -> None:
    """Go's remainder: 0xE40C292C is -468965076, whose remainder by 7 is -4."""
    assert partition_of("a", 7) == 468_965_076 % 7


@given(st.text(), st.integers(1, 64))
def test_every_key_has_a_partition(key: str, count: int) -> None:
    assert 0 <= partition_of(key, count) < count


def test_messages_without_key_take_turns() -> None:
    topics = Topics({"topic": 3})
    assert {topics.choose("topic", None) for _ in range(3)} == {0, 1, 2}


def test_partitions_from_earlier_times_are_still_read() -> None:
    topics = Topics({"topic": 2})
    topics.restore({("topic", 4): 9, ("forgotten", 0): 3})
    assert [partition.next_offset for partition in topics.partitions("topic")] == [0, 0, 0, 0, 9]
    assert {topics.choose("topic", f"key {number}") for number in range(50)} == {0, 1}


def test_the_tail_answers_only_for_what_it_holds() -> None:
    partition = Partition("topic", 0, 10)
    partition.extend([message(10), message(11)])
    assert partition.next_offset == 12
    assert partition.recent(9, 5) is None
    assert [one.offset for one in partition.recent(10, 1) or ()] == [10]
    assert [one.offset for one in partition.recent(11, 5) or ()] == [11]
    assert partition.recent(12, 5) == []


@given(st.lists(st.integers(1, 700), min_size=1, max_size=12))
def test_the_tail_is_bounded_and_without_gaps(sizes: list[int]) -> None:
    partition = Partition("topic", 0)
    for size in sizes:
        first = partition.next_offset
        partition.extend([message(offset) for offset in range(first, first + size)])
        kept = partition.recent(partition.next_offset - 1, 1)
        assert kept is not None and kept[0].offset == partition.next_offset - 1
        oldest = next(o for o in range(partition.next_offset) if partition.recent(o, 1) is not None)
        assert partition.next_offset - oldest <= Partition.TAIL_MESSAGES
        found = partition.recent(oldest, Partition.TAIL_MESSAGES) or []
        assert [one.offset for one in found] == list(range(oldest, partition.next_offset))


def test_large_messages_leave_memory() -> None:
    partition = Partition("topic", 0)
    partition.extend([message(0, b"x" * (Partition.TAIL_BYTES + 1))])
    assert partition.recent(0, 1) is None
    assert partition.next_offset == 1


async def test_who_waits_is_woken_by_the_right_offset() -> None:
    partition = Partition("topic", 0)
    waiting = asyncio.create_task(partition.beyond(1))
    partition.extend([message(0)])
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not waiting.done()
    partition.extend([message(1)])
    await asyncio.wait_for(waiting, 1)


def test_after_a_reset_only_the_table_tells() -> None:
    partition = Partition("topic", 0)
    partition.extend([message(0), message(1)])
    partition.reset(2)
    assert partition.recent(1, 1) is None
    assert partition.recent(2, 1) == []
