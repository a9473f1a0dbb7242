"""Sends what waits: claim, hand over, settle; nothing is held in the database meanwhile."""

from __future__ import annotations

import logging

from functions.send_notification import outage, parcels, verifications
from functions.send_notification.digest import Digest, Entry, digest
from functions.send_notification.letter import reminder_letter
from functions.send_notification.mail.failures import MailFailure, Unreachable
from functions.send_notification.mail.post import post
from functions.send_notification.parcels import Parcel
from functions.send_notification.postbox import Postbox, postbox
from shared import mail_outage, metrics
from shared.events import Cause
from shared.reminders.reminder import Reminder
from shared.services import Services
from shared.task import Task, to_json
from shared.written_dates import written_due, written_moment

log = logging.getLogger(__name__)

CAUSE = Cause("/functions/send-notification")


async def send_waiting(services: Services) -> None:
    """Sends confirmations, then digests, until nothing waits that is not in other hands."""
    await verifications.send_waiting(services)
    while True:
        async with services.database.unit_of_work() as work:
            box = await postbox(work.connection, services)
            parcel = await parcels.claim(work, CAUSE, services.clock()) if box.recipient else None
        if parcel is None or box.recipient is None:
            return
        await _send(parcel, box, box.recipient, services)


async def _send(parcel: Parcel, box: Postbox, recipient: str, services: Services) -> None:
    assert box.route, "somebody to send to means a way to get there"
    letter = reminder_letter(digest_of(parcel, box), box.head(recipient))
    try:
        await post(box.route, recipient, letter)
    except MailFailure as failure:
        log.warning("a message was not delivered", extra=_about(parcel) | {"reason": str(failure)})
        async with services.database.unit_of_work() as work:
            now = services.clock()
            given_up = await parcels.settle_failed(work, parcel, failure, CAUSE, now)
            if isinstance(failure, Unreachable):
                await mail_outage.begin(work.connection, now)
        metrics.notifications.labels("email", type(failure).__name__).inc()
        metrics.reminders_failed.inc(len(given_up))
        return
    async with services.database.unit_of_work() as work:
        done = await parcels.settle_sent(work, parcel, CAUSE, services.clock())
    metrics.notifications.labels("email", "sent").inc()
    metrics.reminders_sent.labels("email").inc(len(done))
    log.info("a message was delivered", extra=_about(parcel))
    # In a transaction of its own: what was sent must be settled whatever happens to the others.
    await outage.over(services)


def digest_of(parcel: Parcel, box: Postbox) -> Digest:
    """What the message says; pure."""
    return digest(parcel.id, parcel.made_at, [_entry(reminder, task, box) for reminder, task in parcel.reminders])


def _entry(reminder: Reminder, task: Task, box: Postbox) -> Entry:
    zone, locale = box.zone or (task.due.zone if task.due else "UTC"), box.preferences.locale
    since = written_moment(reminder.trigger_time, zone, locale) if reminder.late else ""
    return Entry(reminder.id, task.id, task.title, written_due(to_json(task), zone, locale), since)


def _about(parcel: Parcel) -> dict[str, object]:
    return {"delivery": str(parcel.id), "reminders": len(parcel.reminders)}
