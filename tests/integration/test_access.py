"""With an access token nobody comes in without it; and no page of another origin ever does."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from tests.eventually import eventually
from tests.integration.tasks import problem, unique
from tests.product import Product, running

TOKEN = "planted-token-7f3a91"
KEY = "planted-model-key-55d0"


@pytest.fixture(scope="module")
def guarded() -> Iterator[Product]:
    """A Nudge with an access token, and with a secret that no function may read."""
    with running({"access-token": TOKEN, "model-key": KEY}, NUDGE_ALLOWED_HOSTS="todo.example") as product:
        yield product


@pytest.fixture
async def stranger(guarded: Product) -> AsyncIterator[httpx.AsyncClient]:
    async with guarded.client() as client:
        yield client


async def signed_in(client: httpx.AsyncClient) -> httpx.Response:
    return await client.post("/api/session", json={"token": TOKEN})


async def trail(product: Product, event_type: str) -> list[dict[str, Any]]:
    async with product.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        items: list[dict[str, Any]] = (await client.get("/api/audit", params={"event_type": event_type})).json()[
            "items"
        ]
        return items


ROUTES = [
    ("GET", "/api/tasks"), ("POST", "/api/tasks"), ("GET", "/api/tasks/x"), ("PATCH", "/api/tasks/x"), ("DELETE", "/api/tasks/x"),
    ("POST", "/api/tasks/x/complete"), ("POST", "/api/tasks/x/reopen"), ("POST", "/api/tasks/x/restore"), ("GET", "/api/settings"),
    ("PUT", "/api/settings"), ("GET", "/api/audit"), ("GET", "/api/notifications"), ("GET", "/api/conversations/x"), ("GET", "/api/updates"),
    ("GET", "/api/openapi.json"), ("POST", "/api/chat"),
]  # fmt: skip


# These come first: of a flood from one address, which the other tests make, only some refusals are told.
async def refused(
    product: Product, client: httpx.AsyncClient, code: str, method: str = "GET", **headers: str
) -> dict[str, Any]:
    """The audit entry of a request that was refused for this reason."""
    correlation = unique("c")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = await client.request(method, "/api/tasks", headers={**named, "X-Correlation-Id": correlation})
    problem(answer, 403, code)

    async def told() -> list[tuple[Any, ...]]:
        return product.sql(
            "SELECT detail FROM audit WHERE event_type = 'audit.request_refused' AND correlation_id = %s", correlation
        )

    ((detail,),) = await eventually(told)
    return dict(detail)


async def test_a_foreign_name_bound_to_this_address_is_refused_and_told(guarded: Product) -> None:
    async with guarded.client() as client:
        detail = await refused(guarded, client, "host_not_allowed", Host="evil.example:8000")
        assert detail["host"] == "evil.example:8000"


async def test_a_page_of_another_origin_is_refused_and_told(guarded: Product) -> None:
    async with guarded.client() as client:
        detail = await refused(guarded, client, "origin_not_allowed", "POST", Origin="https://evil.example")
        assert detail["origin"] == "https://evil.example"


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_every_route_wants_the_token(stranger: httpx.AsyncClient, method: str, path: str) -> None:
    problem(await stranger.request(method, path), 401, "sign_in_required")


async def test_the_page_may_ask_whether_it_must_sign_in(stranger: httpx.AsyncClient) -> None:
    answer = (await stranger.get("/api/session")).json()
    assert (answer["required"], answer["signed_in"]) == (True, False)


async def test_signing_in_and_out(stranger: httpx.AsyncClient) -> None:
    answer = await signed_in(stranger)
    assert answer.status_code == 200
    assert answer.json()["signed_in"] is True
    assert (await stranger.get("/api/tasks")).status_code == 200
    assert (await stranger.get("/api/session")).json()["signed_in"] is True
    assert (await stranger.delete("/api/session")).json()["signed_in"] is False
    problem(await stranger.get("/api/tasks"), 401, "sign_in_required")


async def test_cookies_are_out_of_reach_of_scripts_and_other_pages(stranger: httpx.AsyncClient) -> None:
    cookies = (await signed_in(stranger)).headers.get_list("set-cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"nudge_session", "client_id"}
    for cookie in cookies:
        assert "; HttpOnly" in cookie
        assert "; SameSite=Lax" in cookie
        assert "; Path=/" in cookie
        assert TOKEN not in cookie


@pytest.fixture(scope="module")
def published() -> Iterator[Product]:
    """A Nudge behind a proxy that speaks HTTPS to the world."""
    environment = {"NUDGE_PUBLIC_URL": "https://todo.example", "NUDGE_TRUSTED_PROXIES": "1", "NUDGE_RATE_LIMIT": "1"}
    with running({"access-token": TOKEN}, **environment) as product:
        yield product


async def test_over_https_cookies_stay_there(published: Product) -> None:
    async with published.client() as client:
        for cookie in (await signed_in(client)).headers.get_list("set-cookie"):
            assert "; Secure" in cookie


async def test_guessing_is_slowed_down(published: Product) -> None:
    async with published.client() as client:
        answers = [await client.post("/api/session", json={"token": f"guess {number}"}) for number in range(15)]
    assert [answer.status_code for answer in answers[:9]] == [401] * 9
    slowed = next(answer for answer in answers if answer.status_code != 401)
    problem(slowed, 429, "too_many_attempts")
    assert int(slowed.headers["retry-after"]) > 0


async def test_who_asks_too_often_is_slowed_down_and_nobody_else(published: Product) -> None:
    async with published.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:

        async def ask(address: str) -> httpx.Response:
            return await client.get("/api/tasks", headers={"X-Forwarded-For": f"198.51.100.1, {address}"})

        answers = [await ask("203.0.113.5") for _ in range(30)]
        slowed = next(answer for answer in answers if answer.status_code != 200)
        problem(slowed, 429, "too_many_requests")
        assert int(slowed.headers["retry-after"]) > 0
        assert (await ask("203.0.113.6")).status_code == 200


@pytest.mark.parametrize("header", [f"Bearer {TOKEN}", f"bearer {TOKEN}"])
async def test_programs_bring_the_token_along(stranger: httpx.AsyncClient, header: str) -> None:
    assert (await stranger.get("/api/tasks", headers={"Authorization": header})).status_code == 200


@pytest.mark.parametrize("header", ["Bearer wrong", f"Basic {TOKEN}", "Bearer", f"Bearer {TOKEN}x"])
async def test_a_wrong_token_is_refused_and_told(guarded: Product, stranger: httpx.AsyncClient, header: str) -> None:
    correlation = unique("c")
    answer = await stranger.get("/api/tasks", headers={"Authorization": header, "X-Correlation-Id": correlation})
    problem(answer, 401, "sign_in_required")


async def test_forged_cookies_are_refused(stranger: httpx.AsyncClient) -> None:
    for forged in ("x", "9999999999." + "0" * 64, "9" * 5000 + ".x", "9999999999", "%00"):
        answer = await stranger.get("/api/tasks", headers={"Cookie": f"nudge_session={forged}"})
        problem(answer, 401, "sign_in_required")


async def test_a_failed_sign_in_is_told_without_what_was_typed(guarded: Product, stranger: httpx.AsyncClient) -> None:
    typed = unique("typed")
    answer = await stranger.post("/api/session", json={"token": typed})
    problem(answer, 401, "wrong_token")
    assert "set-cookie" not in {name for name in answer.headers if "nudge_session" in answer.headers[name]}

    async def told() -> list[dict[str, Any]]:
        found = await trail(guarded, "audit.sign_in_failed")
        return [entry for entry in found if entry["correlation_id"] == answer.headers["x-correlation-id"]]

    (entry,) = await eventually(told)
    assert (entry["result"], entry["detail"]["address"]) == ("refused", "127.0.0.1")
    assert typed not in json.dumps(entry)
    assert typed not in guarded.log


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"token": None},
        {"token": ""},
        {"token": "x" * 501},
        {"token": 5},
        {"name": "Ann"},
        {"token": TOKEN, "name": "a\nb"},
    ],
)
async def test_what_does_not_sign_in(stranger: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert (await stranger.post("/api/session", json=body)).status_code in (401, 422, 429)
    problem(await stranger.get("/api/tasks"), 401, "sign_in_required")


async def test_refusals_apply_to_the_page_and_to_reading_too(nudge: Product) -> None:
    async with nudge.client() as client:
        problem(await client.get("/", headers={"Host": "evil.example"}), 403, "host_not_allowed")
        problem(await client.get("/api/tasks", headers={"Host": "localhost.evil.example"}), 403, "host_not_allowed")
        problem(await client.get("/api/tasks", headers={"Origin": "null"}), 403, "origin_not_allowed")
        problem(
            await client.post("/api/tasks", json={"title": "x"}, headers={"Sec-Fetch-Site": "cross-site"}),
            403,
            "origin_not_allowed",
        )
        for origin in ("http://[", "http://localhost:80@evil.example"):
            problem(await client.get("/api/tasks", headers={"Origin": origin}), 403, "origin_not_allowed")


async def test_own_names_come_in(guarded: Product) -> None:
    async with guarded.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        for host in ("localhost", "127.0.0.1:1", "[::1]", "todo.example"):
            headers = {"Host": host, "Origin": f"http://{host}"}
            assert (await client.get("/api/tasks", headers=headers)).status_code == 200


async def test_outsiders_cannot_say_who_they_are_nor_deliver_events(nudge: Product, api: httpx.AsyncClient) -> None:
    headers = {
        "x-nudge-client": "somebody-else",
        "x-nudge-name": "Eve",
        "x-nudge-address": "1.2.3.4",
        "ce-id": "1",
        "ce-type": "task.created",
    }
    answer = await api.post("/api/tasks", json={"title": "x"}, headers=headers)
    client = (await api.get("/api/session")).json()["client_id"]
    found = nudge.sql("SELECT body->'data'->'actor' FROM event WHERE key = %s", answer.json()["id"])
    assert found == [({"client_id": client, "name": ""},)] * 2
    event = {"specversion": "1.0", "id": unique(), "type": "task.created", "source": "/x", "data": {}}
    for path in (
        "/bulk",
        "/",
        "/api/bulk",
        "/write-audit",
        "/v1.0/publish/pubsub/task-events",
        "/v1.0/invoke/create-task/method/",
    ):
        kind = {"Content-Type": "application/cloudevents+json"}
        assert (await api.post(path, content=json.dumps(event), headers=kind)).status_code in (404, 405)


async def test_answers_carry_the_headers_that_browsers_go_by(api: httpx.AsyncClient) -> None:
    for answer in (await api.get("/api/tasks"), await api.get("/api/nowhere"), await api.post("/api/tasks", json={})):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "access-control-allow-origin" not in answer.headers


async def test_secrets_stand_nowhere(guarded: Product, stranger: httpx.AsyncClient) -> None:
    """Not in a log line, an answer, a header, a metric nor an event, whatever was done with them."""
    password = guarded.dsn.split(":")[2].split("@")[0]
    seen = [(await signed_in(stranger)).text]
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    for method, path in ROUTES:
        if path != "/api/updates":
            answer = await stranger.request(method, path, headers=bearer, json={"title": 5})
            seen += [answer.text, str(answer.headers)]
    for path in ("/health", "/ready", "/live", "/metrics"):
        seen.append((await stranger.get(path)).text)
    seen.append((await stranger.get(f"/api/{TOKEN}", headers={"Cookie": f"x={TOKEN}"})).headers.get("set-cookie", ""))
    seen += [str(row) for row in guarded.sql("SELECT body FROM event")]
    log = "".join(line for line in guarded.log.splitlines() if f"/api/{TOKEN}" not in line)
    for secret in (TOKEN, KEY, password):
        assert secret not in log
        for text in seen:
            assert secret not in text


async def test_figures_are_shown_to_those_with_the_token(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get("/metrics")
    problem(answer, 401, "sign_in_required")
    assert answer.headers["www-authenticate"] == "Bearer"
    admitted = await stranger.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert "nudge_requests_total" in admitted.text


async def test_the_page_is_compressed_and_what_is_not_there_has_a_page_of_its_own(stranger: httpx.AsyncClient) -> None:
    page = await stranger.get("/", headers={"Accept-Encoding": "gzip"})
    assert page.status_code == 200
    assert page.headers["content-encoding"] == "gzip"
    missing = await stranger.get("/nothing-here", headers={"Accept": "text/html"})
    assert missing.status_code == 404
    assert missing.headers["content-type"].startswith("text/html")
    problem(await stranger.get("/nothing-here"), 404, "not_found")
