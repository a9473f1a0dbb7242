"""Set `naughty_strings` over HTTP: each as title, description, tag and chat message of a running Nudge."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx

from tests.evaluate.cases import Case, Score, cases
from tests.product import running

FIGURE = "kept verbatim over HTTP or clearly refused"
_AT_ONCE = 8


def score(folder: Path, calibration: list[tuple[float, bool]]) -> Score:
    """Stored and returned as it was, or refused with a 4xx that names the field; anything else is a miss."""
    del calibration
    result, found = Score(), list(cases(folder, "naughty_strings"))
    if found:
        with running() as product:
            asyncio.run(_drive(product.url, found, result))
    return result


async def _drive(url: str, found: list[Case], result: Score) -> None:
    turn = asyncio.Semaphore(_AT_ONCE)

    async def each(case: Case) -> None:
        async with turn, httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as api:
            for place in ("title", "description", "tag"):
                result.count(FIGURE, *await _as_task(api, place, case))
            result.count(FIGURE, *await _as_message(api, case))

    await asyncio.gather(*(each(case) for case in found))


async def _as_task(api: httpx.AsyncClient, place: str, case: Case) -> tuple[bool, Case, str]:
    text = case["text"]
    fields = (
        {"title": text}
        if place == "title"
        else {"title": "x", "description": text}
        if place == "description"
        else {"title": "x", "tags": [text]}
    )
    answer = await api.post("/api/tasks", json=fields)
    if answer.status_code != 201:
        return (
            _refused(answer, place.replace("tag", "tags")),
            case,
            f"{place}: {answer.status_code} {answer.text[:200]}",
        )
    task = (await api.get(answer.headers["location"])).json()
    kept = {name: task[name] for name in fields}
    return kept == fields, case, f"{place}: {kept}"


async def _as_message(api: httpx.AsyncClient, case: Case) -> tuple[bool, Case, str]:
    answer = await api.post("/api/chat", json={"message": case["text"], "timezone": "UTC"})
    if answer.status_code != 200:
        return _refused(answer, "message"), case, f"message: {answer.status_code} {answer.text[:200]}"
    said = (await api.get(f"/api/conversations/{answer.json()['conversation_id']}")).json()["items"]
    kept = [item["text"] for item in said if item["role"] == "user"]
    return kept == [case["text"]] and bool(answer.json()["reply"]), case, f"message: {kept}"


def _refused(answer: httpx.Response, field: str) -> bool:
    """A clear refusal: 422, a sentence, and the field by its name."""
    problem: dict[str, Any] = answer.json()
    named = [error["field"].partition(".")[0] for error in problem.get("errors", ())]
    return answer.status_code == 422 and bool(problem["detail"]) and named == [field]
