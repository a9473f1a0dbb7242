"""What push needs to know of the installation, read from the secrets `push-public-key`, `push-private-key` and `push-contact`."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from shared.push_endpoint import own_hosts
from shared.services import Services

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PushRoute:
    """`contact` is whom push services may write to about trouble (RFC 8292 §2.1), a mailto: or https: address."""

    public_key: str
    contact: str
    own_hosts: frozenset[str]
    private_key: str = field(repr=False)


def push_route(services: Services) -> PushRoute | None:
    """None when push is not set up, or only half."""
    public, private = (services.secrets.get(name, "") for name in ("push-public-key", "push-private-key"))
    contact = services.secrets.get("push-contact", "")
    if not public:
        return None
    if not private or not contact:
        log.error("nothing can be pushed", extra={"reason": "push-private-key or push-contact is missing"})
        return None
    return PushRoute(public, contact, own_hosts(services.settings.push_hosts), private)
