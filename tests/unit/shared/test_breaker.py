"""The circuit breaker."""

from shared.breaker import Breaker


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Seconds) -> Breaker:
    breaker = Breaker(3, 30, clock)
    for _ in range(3):
        assert breaker.admits()
        breaker.failed()
    return breaker


def test_opens_after_failures_in_a_row() -> None:
    breaker = opened(Seconds())
    assert breaker.is_open and not breaker.admits()


def test_a_success_between_failures_keeps_it_closed() -> None:
    breaker = Breaker(3, 30, Seconds())
    for _ in range(4):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert breaker.admits() and not breaker.is_open


def test_after_the_rest_one_is_let_through_and_its_success_closes_it() -> None:
    clock = Seconds()
    breaker = opened(clock)
    clock.now += 29.9
    assert not breaker.admits()
    clock.now += 0.2
    assert breaker.admits() and not breaker.admits() and breaker.is_open
    breaker.succeeded()
    assert breaker.admits() and breaker.admits() and not breaker.is_open


def test_a_failed_try_opens_it_for_another_rest() -> None:
    clock = Seconds()
    breaker = opened(clock)
    clock.now += 31
    assert breaker.admits()
    breaker.failed()
    assert not breaker.admits()
    clock.now += 31
    assert breaker.admits()


def test_a_try_that_was_given_up_leaves_room_for_the_next() -> None:
    clock = Seconds()
    breaker = opened(clock)
    clock.now += 31
    assert breaker.admits()
    breaker.left()
    assert breaker.admits()


def test_a_server_that_asks_for_patience_gets_it_at_once_but_not_for_ever() -> None:
    clock = Seconds()
    breaker = Breaker(3, 30, clock)
    breaker.failed(rest=60)
    clock.now += 59
    assert not breaker.admits()
    clock.now += 2
    assert breaker.admits()
    breaker.failed(rest=1e9)
    clock.now += 301
    assert breaker.admits()
