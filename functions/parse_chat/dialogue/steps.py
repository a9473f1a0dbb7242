"""The calls that change a task."""

from __future__ import annotations

from typing import Any

from functions.parse_chat.matching import TaskJson
from functions.parse_chat.plan import Step


def made(body: dict[str, Any]) -> Step:
    return Step("create-task", "POST", "/api/tasks", body)


def completed(task: TaskJson) -> Step:
    return _on(task, "complete-task", "POST", "/complete")


def reopened(task: TaskJson) -> Step:
    return _on(task, "complete-task", "POST", "/reopen")


def trashed(task: TaskJson) -> Step:
    return _on(task, "delete-task", "DELETE")


def purged(task: TaskJson) -> Step:
    """Gone for good."""
    return Step("delete-task", "DELETE", _path(task), query=(("permanent", "true"),), entity=str(task["id"]))


def restored(task: TaskJson) -> Step:
    return _on(task, "delete-task", "POST", "/restore")


def changed(task: TaskJson, body: dict[str, Any]) -> Step:
    """A new status has a function of its own."""
    if body.get("status"):
        return reopened(task) if body["status"] == "active" else completed(task)
    return Step("update-task", "PATCH", _path(task), body, entity=str(task["id"]))


def ended(task: TaskJson) -> Step:
    """The whole series that a task belongs to."""
    series = str(task["series_id"])
    return Step("manage-series", "DELETE", f"/api/series/{series}", query=(("scope", "all"),), entity=series)


def extras_dismissed(series: str) -> Step:
    return Step("manage-series", "POST", f"/api/series/{series}/dismiss-extras", entity=series)


def _path(task: TaskJson) -> str:
    return f"/api/tasks/{task['id']}"


def _on(task: TaskJson, function: str, method: str, rest: str = "") -> Step:
    return Step(function, method, _path(task) + rest, entity=str(task["id"]))
