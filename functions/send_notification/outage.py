"""A provider that could not be reached: whether it is back."""

from __future__ import annotations

import logging

from functions.send_notification.mail.post import reach
from functions.send_notification.postbox import postbox
from shared import mail_outage
from shared.services import Services

log = logging.getLogger(__name__)


async def look(services: Services) -> None:
    """Asks the provider; what waits for it is due at once when it answers."""
    async with services.database.connection() as connection:
        box = await postbox(connection, services)
    if box.route and await reach(box.route):
        await over(services)


async def over(services: Services) -> None:
    """The provider has just taken a message, or would."""
    async with services.database.unit_of_work() as work:
        sooner = await mail_outage.end(work.connection, services.clock())
    if sooner:
        log.info("the mail provider is back", extra={"reminders": sooner})
