"""What a link from a message does when its button is pressed; looking at it changes nothing, as mail programs look at all links."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from functions.act_on_reminder import completion, snooze
from shared import links, preferences, tasks
from shared.audit_events import audit_event
from shared.call import Call
from shared.database import UnitOfWork
from shared.errors import NotFound, NudgeError
from shared.events import Cause
from shared.links import Link, address_mark
from shared.services import Services
from shared.written_dates import written_moment

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined
)
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
}
_USE = "INSERT INTO used_link (id) VALUES (%s) ON CONFLICT DO NOTHING RETURNING id"
_USED = "SELECT 1 FROM used_link WHERE id = %s"
_QUESTIONS = {
    "complete": ("Mark “{title}” as done?", "Mark as done"),
    "snooze": ("Remind you of “{title}” again in {minutes} minutes?", "Remind me again"),
    "unsubscribe": ("Send no more reminders by e-mail?", "Send no more"),
    "verify-email": ("Is this your e-mail address? Reminders will be sent there.", "Yes, it is mine"),
}


async def show(call: Call, services: Services) -> Response:
    """The question that the link asks, with a button."""
    try:
        link = _link(call, services)
        async with services.database.connection() as connection:
            if await (await connection.execute(_USED, (link.id,))).fetchone():
                return _page("This has been done already.")
            question, button = _QUESTIONS[link.action]
            title = await _title(connection, link)
    except NudgeError as error:
        return _page(error.detail, status=error.status)
    return _page(question.format(title=title, minutes=link.minutes), button=button)


async def follow(call: Call, services: Services) -> Response:
    """Does what the link says, once. A repeat is told that it is done."""
    try:
        link = _link(call, services)
        cause = call.cause
        if link.action == "complete":
            said = await _complete(link, cause, services)
        else:
            said = await _act(link, cause, services)
    except NudgeError as error:
        return _page(error.detail, status=error.status)
    return _page(said)


async def _act(link: Link, cause: Cause, services: Services) -> str:
    now = services.clock()
    async with services.database.unit_of_work() as work:
        if not await (await work.connection.execute(_USE, (link.id,))).fetchone():
            return "This has been done already."
        if link.action == "snooze":
            reminder = await snooze.find(work.connection, link.subject)
            until = now + timedelta(minutes=link.minutes)
            await snooze.snooze(work, reminder, until, cause, now)
            found, _ = await preferences.read(work.connection)
            return f"You will be reminded again on {written_moment(until, found.timezone, found.locale)}."
        return await _change_preferences(link, work, cause, services)


async def _change_preferences(link: Link, work: UnitOfWork, cause: Cause, services: Services) -> str:
    """Confirms the address or sends nothing more there, if it is still the one that the link was sent to."""
    await preferences.lock(work.connection)
    found, _ = await preferences.read(work.connection)
    if not _is_for(link, found.email):
        raise NotFound(
            "This link belongs to another e-mail address than the one that is set now.", code="link_not_valid"
        )
    if link.action == "verify-email":
        after, said = found.model_copy(update={"email_verified": True}), "Thank you. Reminders will be sent here."
    else:
        methods = [method for method in found.delivery_methods if method != "email"]
        after = found.model_copy(update={"delivery_methods": methods})
        said = "No more reminders will be sent by e-mail. You can change that in the settings."
    await preferences.write(work.connection, after)
    detail: dict[str, Any] = {"fields": ["email_verified" if link.action == "verify-email" else "delivery_methods"]}
    work.emit(audit_event("settings_changed", "settings", "stored", detail, cause, services.clock()))
    return said


async def _complete(link: Link, cause: Cause, services: Services) -> str:
    """Completing is harmless when repeated, so the link is used up after it was done, not before."""
    async with services.database.connection() as connection:
        reminder = await snooze.find(connection, link.subject)
    task = await completion.complete(services, reminder, cause, str(link.id))
    async with services.database.unit_of_work() as work:
        await work.connection.execute(_USE, (link.id,))
    return f"“{task['title']}” is done."


def _link(call: Call, services: Services) -> Link:
    return links.read(call.path["token"], services.secrets.get("link-key", ""), services.clock())


def _is_for(link: Link, address: str | None) -> bool:
    """Messages that a mailbox catches are sent although no address is set."""
    return address is None or address_mark(address) == link.subject


async def _title(connection: Any, link: Link) -> str:
    if link.action not in ("complete", "snooze"):
        return ""
    reminder = await snooze.find(connection, link.subject)
    task = await tasks.find(connection, reminder.task_id)
    if task is None:
        raise NotFound("This task is gone.", code="task_not_found")
    return task.title


def _page(text: str, *, button: str = "", status: int = 200) -> Response:
    content = _TEMPLATES.get_template("link.html").render(text=text, button=button)
    return HTMLResponse(content, status, _HEADERS)
