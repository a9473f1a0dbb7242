from local.restarts import STABLE_SECONDS, Restarts


def test_a_process_that_keeps_ending_is_started_later_and_later() -> None:
    restarts, now, waits = Restarts(), 100.0, []
    for _ in range(9):
        restarts.started(now)
        restarts.ended(now)
        waits.append(restarts.wait(now))
        now += restarts.wait(now)
    assert waits == [0, 0.5, 1, 2, 4, 8, 10, 10, 10]


def test_after_a_stable_time_it_is_started_at_once_again() -> None:
    restarts = Restarts()
    for now in (0.0, 0.1, 0.2):
        restarts.started(now)
        restarts.ended(now)
    restarts.started(10.0)
    restarts.ended(10.0 + STABLE_SECONDS)
    assert restarts.wait(10.0 + STABLE_SECONDS) == 0
    assert restarts.crashes == 1


def test_the_wait_runs_out() -> None:
    restarts = Restarts()
    restarts.started(0.0)
    restarts.ended(0.0)
    restarts.started(0.0)
    restarts.ended(0.0)
    assert restarts.wait(0.2) == 0.3
    assert restarts.wait(5.0) == 0
