"""What mail needs to know of the installation: the provider, the address, and how dates are written there."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from functions.send_notification.letter import Letterhead
from shared import preferences
from shared.connection import Connection
from shared.errors import Misconfigured
from shared.mail_route import CAUGHT, MailRoute, mail_route
from shared.preferences import Preferences
from shared.services import Services

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Postbox:
    """`route` is None when no provider is set up. `zone` is None until somebody has set one: then the task's own is meant."""

    route: MailRoute | None
    preferences: Preferences
    zone: str | None
    public_url: str
    link_key: str = field(default="", repr=False)

    @property
    def recipient(self) -> str | None:
        """Where reminders go; None when no e-mail can or may be sent."""
        if self.route is None:
            return None
        if self.route.catches_all:
            return self.preferences.email or CAUGHT
        return self.preferences.email if self.preferences.email_verified else None

    def head(self, recipient: str) -> Letterhead:
        assert self.route, "letters are written for a provider"
        return Letterhead(self.route.sender, recipient, self.public_url.rstrip("/"), self.link_key)


async def postbox(connection: Connection, services: Services) -> Postbox:
    """As it is set up now."""
    found, version = await preferences.read(connection)
    zone = found.timezone if version else None
    key = services.secrets.get("link-key", "")
    return Postbox(_route(services), found, zone, services.settings.public_url, key)


def _route(services: Services) -> MailRoute | None:
    try:
        return mail_route(services.secrets.get("mail-url"), services.secrets.get("mail-from"))
    except Misconfigured as error:
        log.error("no e-mail can be sent", extra={"reason": error.detail})
        return None
