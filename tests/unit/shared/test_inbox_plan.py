"""What becomes of a delivery: each event once and in order per key, whatever the broker does (design §4, Order)."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from shared.events import Event
from shared.inbox import Gap, in_order, plan

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def event(key: str, sequence: int | None, number: int = 0) -> Event:
    """The event at a place of a key; those without order are told apart by their number."""
    identity = UUID(int=(hash((key, sequence)) & 0xFFFF_FFFF) << 32 | number)
    return Event(identity, "task-events", "task.updated", "/x", "tasks/1", NOW, key, sequence, {}, "")


def places(events: Any) -> list[tuple[str, int | None]]:
    return [(each.key, each.sequence) for each in events]


def test_what_is_next_is_applied() -> None:
    result = plan([event("a", 3)], {"a": 2}, set())
    assert (places(result.apply), result.repeated, result.gaps) == ([("a", 3)], (), ())


def test_what_was_applied_is_repeated() -> None:
    result = plan([event("a", 2)], {"a": 2}, set())
    assert (result.apply, places(result.repeated), result.gaps) == ((), [("a", 2)], ())


def test_twice_in_one_delivery_is_applied_once() -> None:
    result = plan([event("a", 1), event("a", 1)], {}, set())
    assert (places(result.apply), places(result.repeated)) == ([("a", 1)], [("a", 1)])


def test_what_is_ahead_names_the_gap() -> None:
    result = plan([event("a", 5)], {"a": 2}, set())
    assert (places(result.apply), result.gaps) == ([("a", 5)], (Gap("a", 3, 4),))


def test_a_delivery_out_of_order_is_put_in_order() -> None:
    result = plan([event("a", 3), event("a", 1), event("a", 2)], {}, set())
    assert (places(result.apply), result.gaps) == ([("a", 1), ("a", 2), ("a", 3)], ())


def test_keys_do_not_wait_for_each_other() -> None:
    result = plan([event("b", 1), event("a", 4)], {"a": 1}, set())
    assert sorted(places(result.apply)) == [("a", 4), ("b", 1)]
    assert result.gaps == (Gap("a", 2, 3),)


def test_without_order_the_id_decides() -> None:
    done, new = event("a", None, 1), event("a", None, 2)
    result = plan([done, new, new], {}, {done.id})
    assert (result.apply, result.repeated, result.gaps) == ((new,), (done, new), ())


def test_in_order_leaves_events_without_order_in_their_places() -> None:
    first, second = event("z", None, 1), event("a", None, 2)
    assert in_order([first, second]) == [first, second]


deliveries = st.lists(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 12)), min_size=1, max_size=8), max_size=12
)


@given(deliveries)
def test_each_event_is_applied_once_and_in_order_whatever_is_delivered(deliveries: list[list[tuple[str, int]]]) -> None:
    """Any order, any repetition, any gap, any split into deliveries; the gaps are read from the event table, which has all."""
    positions: dict[str, int] = {}
    applied: list[tuple[str, int]] = []
    for delivery in deliveries:
        events = [event(key, sequence) for key, sequence in delivery]
        result = plan(events, positions, set())
        assert len(result.apply) + len(result.repeated) == len(events)
        missing = [event(gap.key, number) for gap in result.gaps for number in range(gap.first, gap.last + 1)]
        for each in in_order([*result.apply, *missing]):
            applied.append((each.key, each.sequence or 0))
            positions[each.key] = each.sequence or 0
    for key in "abc":
        sequences = [sequence for applied_key, sequence in applied if applied_key == key]
        highest = max((s for delivery in deliveries for k, s in delivery if k == key), default=0)
        assert sequences == list(range(1, highest + 1))
