"""What both protocols of the API offer, and what they have in common."""

import hmac
from dataclasses import dataclass

from local.sidecar import errors
from local.sidecar.broker import Broker
from local.sidecar.description import Description
from local.sidecar.invocation import Invocation
from local.sidecar.metrics import Metrics
from local.sidecar.secrets import Secrets
from local.sidecar.state import Item
from local.sidecar.stores import Stores

TRACE_HEADERS = ("traceparent", "tracestate")
"""W3C Trace Context."""


@dataclass(frozen=True)
class Services:
    """What both protocols offer."""

    broker: Broker
    stores: Stores
    secrets: Secrets
    secret_store: str
    invocation: Invocation
    description: Description
    metrics: Metrics
    api_token: str | None

    def secrets_of(self, store: str) -> dict[str, str]:
        """All secrets of a store. Raises ApiError when there is no such store."""
        if store != self.secret_store:
            raise errors.secret_store_not_found(store)
        return self.secrets.all()

    def secret(self, store: str, key: str) -> str:
        value = self.secrets_of(store).get(key)
        if value is None:
            raise errors.secret_missing(store, key)
        return value

    def authorized(self, token: str | bytes | None) -> bool:
        """Whether a request with this `dapr-api-token` may come in."""
        if self.api_token is None:
            return True
        given = token.encode() if isinstance(token, str) else token or b""
        return hmac.compare_digest(given, self.api_token.encode())


def expiry(item: Item) -> dict[str, str]:
    """Dapr's response metadata of a value that expires (RFC 3339, UTC)."""
    if item.expires_at is None:
        return {}
    return {"ttlExpireTime": item.expires_at.isoformat().replace("+00:00", "Z")}
