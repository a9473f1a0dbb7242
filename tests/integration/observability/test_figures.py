"""The figures of the running product, all at one address, and that rules and dashboards name no others."""

import re
import subprocess
from collections.abc import AsyncIterator

import httpx
import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from local.probe.figures import Figures
from shared.identifiers import uuid7
from tests.eventually import eventually
from tests.integration.tasks import created
from tests.monitoring import RECORDED, figures, questions
from tests.product import Product, running
from tests.promtool import promtool

LABELS_WITHOUT_SAMPLES = {
    # what nobody does in this product: no language model is configured, and no mail goes out
    "nudge_model_requests_total": {"outcome"},
    "nudge_model_tokens_total": {"kind"},
    # nor does anything fail for good
    "nudge_dead_letters_total": {"consumer", "topic"},
    "nudge_dead_letters_open": {"consumer"},
}


@pytest.fixture(scope="module")
async def scraped(nudge: Product) -> AsyncIterator[dict[str, set[str]]]:
    """Every name in a scrape of product and probe after some use, with its labels."""
    async with nudge.client() as api:
        await created(api)
        await api.post("/api/chat", json={"message": "Add water the plants tomorrow at 5pm", "timezone": "UTC"})

        async def is_handled() -> bool:
            return (
                figure(await text(api), "nudge_event_lag_seconds", function="schedule-reminder", topic="task-events")
                > 0
            )

        await eventually(is_handled)
        product = names(await text(api))
    yield product | names(await probe())


async def probe() -> str:
    port = Figures().serve("127.0.0.1", 0)
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.get(f"http://127.0.0.1:{port}/metrics")).text


async def text(api: httpx.AsyncClient) -> str:
    answer = await api.get("/metrics")
    assert answer.status_code == 200
    return answer.text


def names(scrape: str) -> dict[str, set[str]]:
    """Name to labels; a family that has no sample yet is known by its names alone."""
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(scrape):
        if not family.samples:
            suffix = "_total" if family.type == "counter" else ""
            buckets = [f"{family.name}_bucket"] if family.type == "histogram" else []
            found |= {each: LABELS_WITHOUT_SAMPLES.get(each, set()) for each in (family.name + suffix, *buckets)}
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def figure(scrape: str, name: str, **labels: str) -> float:
    """The sum of the samples with these labels."""
    return sum(
        sample.value
        for family in text_string_to_metric_families(scrape)
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


@pytest.mark.parametrize("place", questions())
def test_what_is_asked_for_is_in_a_scrape(place: str, scraped: dict[str, set[str]]) -> None:
    asked = figures(questions()[place])
    assert asked
    for name, labels in asked.items():
        if name not in RECORDED:
            assert name in scraped, name
            assert labels <= scraped[name], name


def test_a_figure_that_is_not_given_out_would_be_found(scraped: dict[str, set[str]]) -> None:
    (asked,) = figures('sum by (le) (rate(nudge_answers_total{mood="good"}[5m]))').items()
    assert asked == ("nudge_answers_total", {"mood", "le"})
    assert not asked[1] <= scraped[asked[0]]
    assert "nudge_invented_total" not in scraped


async def test_all_processes_are_in_one_scrape_that_prometheus_takes(api: httpx.AsyncClient) -> None:
    scrape = await text(api)
    checked = subprocess.run([promtool(), "check", "metrics"], input=scrape, capture_output=True, text=True, timeout=60)
    assert "error while linting" not in checked.stdout + checked.stderr
    families = [line.split()[2] for line in scrape.splitlines() if line.startswith("# TYPE ")]
    assert len(families) == len(set(families))
    samples = [line for line in scrape.splitlines() if not line.startswith("#")]
    assert len({line.rpartition(" ")[0] for line in samples}) == len(samples)
    found = {match[1] for line in samples if (match := re.search(r'process="(\w+)"', line))}
    assert found == {"requests", "events", "sidecar"}


async def test_figures_are_for_those_who_may_use_the_list() -> None:
    with running({"access-token": "a-token-of-this-test"}) as guarded:
        async with guarded.client() as api:
            assert (await api.get("/metrics")).status_code == 401
            api.headers["authorization"] = "Bearer a-token-of-this-test"
            assert "nudge_outbox_events" in await text(api)


async def test_an_event_that_a_consumer_does_not_take_is_seen(nudge: Product, api: httpx.AsyncClient) -> None:
    lag = {"name": "nudge_consumer_lag_seconds", "function": "send-notification", "topic": "reminders"}
    event = uuid7()
    nudge.sql(
        "INSERT INTO event (id, topic, key, type, time, body) VALUES (%s, 'reminders', 'lost', 'lost', now() - interval '5 min', '{}')",
        event,
    )
    try:
        assert figure(await text(api), **lag) >= 300
    finally:
        nudge.sql("DELETE FROM event WHERE id = %s", event)
    assert figure(await text(api), **lag) < 300


async def test_an_event_that_is_not_published_is_seen(nudge: Product, api: httpx.AsyncClient) -> None:
    with psycopg.connect(nudge.dsn, autocommit=True) as connection:
        event = uuid7()
        connection.execute("INSERT INTO outbox VALUES (%s, now() - interval '10 min')", (event,))
        seen = await text(api)
        connection.execute("DELETE FROM outbox WHERE event_id = %s", (event,))
    assert figure(seen, "nudge_outbox_oldest_seconds", process="requests") >= 600
    assert figure(seen, "nudge_outbox_events", process="requests") >= 1


async def test_failures_count_against_availability_and_a_silent_database_is_told() -> None:
    with running() as product:
        async with product.client() as api:
            assert (await api.get("/api/tasks")).status_code == 200
            product.sql("ALTER TABLE task RENAME TO hidden")
            assert (await api.get("/api/tasks")).status_code == 500
            product.sql("ALTER TABLE outbox RENAME TO hidden_outbox")
            seen = await text(api)
    assert figure(seen, "nudge_answers_total", function="list-tasks", status="500") == 1
    assert figure(seen, "nudge_answers_total", function="list-tasks", status="200") == 1
    assert figure(seen, "nudge_answer_seconds_count", function="list-tasks") == 2
    assert figure(seen, "nudge_backlog_read", process="requests") == 0
    assert 'nudge_outbox_oldest_seconds{process="requests"} NaN' in seen


async def test_a_first_task_counts_once_and_tells_whether_help_came_before(nudge: Product) -> None:
    async with nudge.client() as api:

        async def counted() -> tuple[float, float]:
            scrape = await text(api)
            first = [figure(scrape, "nudge_chat_first_tasks_total", helped=each) for each in ("no", "yes")]
            return first[0], first[1]

        async def say(message: str, conversation: str | None = None) -> str:
            given = {"conversation_id": conversation} if conversation else {}
            answer = await api.post("/api/chat", json={"message": message, "timezone": "UTC"} | given)
            return str(answer.json()["conversation_id"])

        alone, helped = await counted()
        talk = await say("Add feed the cat")
        await say("Add feed the dog", talk)
        assert await counted() == (alone + 1, helped)
        other = await say("help")
        assert await counted() == (alone + 1, helped)
        await say("Add feed the fish", other)
        assert await counted() == (alone + 1, helped + 1)
