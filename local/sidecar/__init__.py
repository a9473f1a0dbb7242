"""The local sidecar: Dapr's API (gRPC and HTTP) over Postgres, for Nudge on one machine."""

from local.sidecar.config import App, Backoff, Bulk, ConfigError, Rule, SidecarConfig, Subscription
from local.sidecar.server import serve
from local.sidecar.subscriptions import subscriptions_from_yaml

__all__ = [
    "App",
    "Backoff",
    "Bulk",
    "ConfigError",
    "Rule",
    "SidecarConfig",
    "Subscription",
    "serve",
    "subscriptions_from_yaml",
]
