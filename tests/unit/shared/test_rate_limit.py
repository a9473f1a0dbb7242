"""A token bucket for each address."""

from shared.rate_limit import RateLimit


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_the_rate_holds() -> None:
    clock = Seconds()
    limit = RateLimit(2, 5, clock)
    assert [limit.allows("a") for _ in range(6)] == [True] * 5 + [False]
    clock.now = 1
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]


def test_waiting_never_gives_more_than_a_burst() -> None:
    clock = Seconds()
    limit = RateLimit(2, 3, clock)
    limit.allows("a")
    clock.now = 1_000
    assert [limit.allows("a") for _ in range(4)] == [True, True, True, False]


def test_being_refused_costs_nothing_more() -> None:
    clock = Seconds()
    limit = RateLimit(1, 1, clock)
    assert limit.allows("a")
    for _ in range(50):
        assert not limit.allows("a")
    clock.now = 1
    assert limit.allows("a")


def test_addresses_do_not_share() -> None:
    limit = RateLimit(1, 1, Seconds())
    assert limit.allows("a")
    assert limit.allows("b")
    assert not limit.allows("a")


def test_many_addresses_do_not_fill_the_memory() -> None:
    limit = RateLimit(1, 1, Seconds())
    for number in range(10_500):
        limit.allows(str(number))
    assert not limit.allows("10499")
    assert limit.allows("0"), "the oldest is forgotten"
