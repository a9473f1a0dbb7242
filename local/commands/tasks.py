"""`nudge tasks`: the list as a table."""

import argparse
import json
import shutil
import sys
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from local.client import Client
from local.terminal import plain, table
from local.zone import local_zone

HELP = "list the tasks"
_PAGE = "500"


def arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--all", dest="status", action="store_const", const="all", help="also completed and trashed ones"
    )
    which.add_argument("--completed", dest="status", action="store_const", const="completed", help="completed ones")
    which.add_argument("--trashed", dest="status", action="store_const", const="trashed", help="those in the trash")
    parser.set_defaults(status="active")
    parser.add_argument("--json", action="store_true", help="as JSON, one array")


def run(options: argparse.Namespace) -> int:
    tasks = fetch(Client(), options.status)
    if options.json:
        json.dump(tasks, sys.stdout, indent=2, ensure_ascii=False)
        print()
    elif not tasks:
        print("Nothing to do." if options.status == "active" else "None.")
    else:
        columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        print(table(rows(tasks, options.status, zone()), columns))
    return 0


def fetch(client: Client, status: str) -> list[dict[str, Any]]:
    """All tasks of that status, page by page."""
    tasks: list[dict[str, Any]] = []
    query = {"status": status, "limit": _PAGE}
    while True:
        page = client.get("/api/tasks", **query)
        tasks += page["items"]
        if page["next"] is None:
            return tasks
        query["cursor"] = page["next"]


def rows(tasks: list[dict[str, Any]], status: str, place: ZoneInfo) -> list[list[str]]:
    """The table's rows with its heading; the status only where several may come together."""
    heading = ["TASK", "DUE", "PRIORITY", "TAGS"]
    content = [
        [plain(task["title"]), due(task, place), task["priority"], plain(" ".join(task["tags"]))] for task in tasks
    ]
    if status == "all":
        heading.append("STATUS")
        for row, task in zip(content, tasks, strict=True):
            row.append(task["status"])
    return [heading, *content]


def due(task: dict[str, Any], place: ZoneInfo) -> str:
    """The due date as people say it in that zone: an all-day task has no time."""
    if task["due_at"] is None:
        return "—"
    if task["all_day"]:
        return f"{date.fromisoformat(task['due_at']):%a %Y-%m-%d}"
    return f"{datetime.fromisoformat(task['due_at']).astimezone(place):%a %Y-%m-%d %H:%M}"


def zone() -> ZoneInfo:
    try:
        return ZoneInfo(local_zone())
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
