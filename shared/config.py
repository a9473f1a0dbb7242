"""Configuration from the environment, read once at start into one frozen object."""

from __future__ import annotations

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What operators may set. Secrets are not here: they are read from the Dapr secret store `secrets`."""

    model_config = SettingsConfigDict(env_prefix="NUDGE_", frozen=True, extra="ignore")

    public_url: str = Field(
        "", description="Address people use; its host is allowed, and links in messages begin with it"
    )
    allowed_hosts: str = Field(
        "", description="Further host names, separated by commas, under which the page may be reached"
    )
    trusted_proxies: int = Field(0, ge=0, description="How many proxies in front add to X-Forwarded-For")
    rate_limit: float = Field(50, gt=0, description="Requests per second for one address that is not this machine")
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    database_pool: int = Field(8, ge=1, le=100, description="Database connections per process")
    secret_store: str = "secrets"  # noqa: S105 - a component's name
    state_store: str = "state"
    cache_store: str = "task-cache"
    pubsub: str = "publishing"
    function_address: str = Field(
        "",
        description="Where functions are called when the sidecar alone is down, with {function} in the name's place; empty: not at all",
        examples=["http://{function}.nudge.svc.cluster.local"],
    )
    stream_seconds: float = Field(
        280, gt=0, description="An update stream ends after so long, before the platform cuts it"
    )
    traces_receiver: str = Field(
        "",
        description="OTLP/HTTP receiver of traces; none are made without. OpenTelemetry's own variables say how they are sent",
        validation_alias=AliasChoices("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    )
    push_hosts: str = Field(
        "",
        description="Hosts of push services in one's own network, separated by commas; others must be at public addresses",
    )
    page: str = Field("", description="Folder of the exported page; empty: web/out beside the code")
