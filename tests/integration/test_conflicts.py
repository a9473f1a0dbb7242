"""A change made on an older version still wins, and both sides are told (design: last write wins)."""

from typing import Any

import httpx

from tests.integration.tasks import audited, created, problem
from tests.product import Product
from tests.screen import Screen, watching


async def client_id(api: httpx.AsyncClient) -> str:
    return str((await api.get("/api/session")).json()["client_id"])


def conflicts(screen: Screen, task: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in screen.changes if each["type"] == "task.conflict" and each["task"]["id"] == task["id"]]


async def test_a_stale_write_wins_and_says_what_both_changed(api: httpx.AsyncClient) -> None:
    task = await created(api)
    url = f"/api/tasks/{task['id']}"
    await api.patch(url, json={"title": "A", "priority": "low", "version": 1})
    answer = (await api.patch(url, json={"title": "B", "description": "b", "version": 1})).json()
    assert (answer["title"], answer["priority"], answer["version"]) == ("B", "low", 3)
    changes = {"title": {"from": "A", "to": "B"}, "description": {"from": None, "to": "b"}}
    assert answer["conflict"] == {"base_version": 1, "fields": ["title"], "changes": changes}
    assert "conflict" not in (await api.get(url)).json()


async def test_changes_that_do_not_touch_each_other_name_no_fields(api: httpx.AsyncClient) -> None:
    url = f"/api/tasks/{(await created(api))['id']}"
    await api.patch(url, json={"title": "A"})
    assert (await api.patch(url, json={"priority": "high", "version": 1})).json()["conflict"] == {
        "base_version": 1,
        "fields": [],
        "changes": {"priority": {"from": "medium", "to": "high"}},
    }


async def test_the_present_version_is_no_conflict(api: httpx.AsyncClient) -> None:
    url = f"/api/tasks/{(await created(api))['id']}"
    assert "conflict" not in (await api.patch(url, json={"title": "A", "version": 1})).json()
    assert "conflict" not in (await api.patch(url, json={"title": "B"}, headers={"If-Match": '"2"'})).json()
    assert "conflict" not in (await api.patch(url, json={"title": "C"})).json()


async def test_if_match_is_the_version_for_every_command(api: httpx.AsyncClient) -> None:
    url = f"/api/tasks/{(await created(api))['id']}"
    await api.patch(url, json={"title": "A"})
    stale = {"If-Match": '"1"'}
    for method, path in (("POST", "/complete"), ("POST", "/reopen"), ("DELETE", ""), ("POST", "/restore")):
        answer = (await api.request(method, url + path, headers=stale)).json()
        assert answer["conflict"]["base_version"] == 1


async def test_a_version_that_is_still_to_come_is_refused(api: httpx.AsyncClient) -> None:
    url = f"/api/tasks/{(await created(api))['id']}"
    problem(await api.patch(url, json={"title": "A", "version": 2}), 422, "invalid_input")
    assert (await api.get(url)).json()["version"] == 1


async def test_both_clients_are_told_and_nobody_else(nudge: Product) -> None:
    async with nudge.client() as ann, nudge.client() as ben, nudge.client() as eve:
        names = [await client_id(client) for client in (ann, ben, eve)]
        assert len(set(names)) == 3
        task = await created(ann)
        url = f"/api/tasks/{task['id']}"
        async with watching(ann) as at_ann, watching(ben) as at_ben, watching(eve) as at_eve:
            await ann.patch(url, json={"title": "A", "version": 1})
            await ben.patch(url, json={"title": "B", "version": 1})
            await at_ann.sees(lambda screen: conflicts(screen, task))
            await at_ben.sees(lambda screen: conflicts(screen, task))
            # The next change is behind the notice: who has seen it has been passed over.
            await eve.patch(url, json={"priority": "high"})
            await at_eve.sees(lambda screen: ("task.updated", 4) in screen.of(task["id"]))
            assert conflicts(at_eve, task) == []
            for screen in (at_ann, at_ben):
                (notice,) = conflicts(screen, task)
                assert (notice["base_version"], notice["fields"]) == (1, ["title"])
                assert notice["task"]["title"] == "B"
                assert notice["actor"]["client_id"] == names[1]
        for client, number in ((ann, 1), (ben, 1), (eve, 0)):
            items = (await client.get("/api/notifications")).json()["items"]
            # what else this product reminds of is for everybody
            assert [item["task_id"] for item in items if item["kind"] == "conflict"] == [task["id"]] * number


async def test_a_conflict_stands_in_the_audit_trail_and_in_the_log(nudge: Product, api: httpx.AsyncClient) -> None:
    task = await created(api)
    url = f"/api/tasks/{task['id']}"
    await api.patch(url, json={"title": "A"})
    await api.patch(url, json={"title": "B", "version": 1}, headers={"X-Correlation-Id": f"c-{task['id']}"})
    trail = await audited(api, "audit.task_conflict", entity_id=task["id"])
    entry = next(item for item in trail if item["event_type"] == "audit.task_conflict")
    assert (entry["result"], entry["correlation_id"]) == ("last write won", f"c-{task['id']}")
    assert entry["detail"]["changes"] == {"title": {"from": "A", "to": "B"}}
    assert (entry["detail"]["base_version"], entry["detail"]["fields"]) == (1, ["title"])
    lines = [line for line in nudge.log.splitlines() if "a change was made on an older version" in line]
    assert any(f"c-{task['id']}" in line for line in lines)
