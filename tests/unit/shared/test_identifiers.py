"""UUIDs of version 7 (RFC 9562 §5.7)."""

import threading
import time
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from shared.identifiers import _next, uuid7


def _made(millis: int, high: int, low: int) -> int:
    return millis << 80 | 0x7 << 76 | high << 64 | 0x2 << 62 | low


def test_version_and_variant() -> None:
    made = uuid7()
    assert (made.version, made.variant) == (7, RFC_4122)


def test_they_hold_the_time_of_their_making_in_milliseconds() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7().int >> 80
    assert before - 1 <= made <= time.time_ns() // 1_000_000 + 1


def test_each_is_greater_than_the_one_before() -> None:
    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(set(made))


def test_threads_never_get_the_same_one() -> None:
    made: list[UUID] = []
    threads = [threading.Thread(target=lambda: made.extend([uuid7() for _ in range(2_000)])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8_000


@given(st.integers(0, (1 << 47) - 1), st.integers(0, (1 << 12) - 1), st.integers(0, (1 << 62) - 1))
def test_the_next_one_is_greater_and_still_of_version_7(millis: int, high: int, low: int) -> None:
    value = _made(millis, high, low)
    following = UUID(int=_next(value))
    assert following.int > value
    assert (following.version, following.variant) == (7, RFC_4122)


def test_counting_carries_over_version_and_variant_into_the_time() -> None:
    assert _next(_made(5, 3, (1 << 62) - 1)) == _made(5, 4, 0)
    assert _next(_made(5, (1 << 12) - 1, (1 << 62) - 1)) == _made(6, 0, 0)
