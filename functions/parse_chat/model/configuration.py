"""How a language model is reached and when it is asked: its address from the secrets, the rest from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

OPENAI = "https://api.openai.com/v1"
MOST_ANSWER_TOKENS = 1_000
"""What one answer may cost; a form filled in takes about 150."""
BASE_URL, NAME, API_KEY = "model-base-url", "model-name", "model-api-key"
_NO_KEY = "none"
"""Sent where no key is set: servers on one's own machine ask for none, and the SDK wants some."""


class BadConfiguration(ValueError):
    """What is wrong with the configuration of the language model; the text names no secret's value."""


class ModelSettings(BaseSettings):
    """What operators may set by environment, each as NUDGE_MODEL_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="NUDGE_MODEL_", frozen=True, extra="ignore")

    mode: Literal["unsure", "always", "off"] = Field("unsure", description="When the model is asked")
    threshold: float = Field(0.75, ge=0, le=1, description="Under this confidence the grammar counts as unsure")
    timeout: float = Field(4, gt=0, le=10, description="Seconds for one message, everything included")
    tasks: int = Field(20, ge=0, le=100, description="How many of the open tasks it is shown")
    tokens_per_day: int = Field(200_000, ge=0, description="Tokens a UTC day, 0 for no limit")
    tokens_per_month: int = Field(2_000_000, ge=0, description="Tokens a UTC month, 0 for no limit")
    failures: int = Field(5, ge=1, le=100, description="Failures in a row after which it is left alone")
    rest: float = Field(30, gt=0, le=3600, description="Seconds that it is left alone before one more try")


@dataclass(frozen=True)
class Configuration:
    base_url: str
    name: str
    api_key: str = field(repr=False)
    settings: ModelSettings

    @property
    def host(self) -> str:
        """For the log: the address without its path."""
        return urlsplit(self.base_url).netloc

    @property
    def is_open_to_others(self) -> bool:
        """Plain HTTP that leaves this machine."""
        parts = urlsplit(self.base_url)
        return parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}


def configured(secrets: Mapping[str, str]) -> Configuration | None:
    """The configuration, None when there is no model or it is switched off. Raises BadConfiguration."""
    given = {key: secrets.get(key, "").strip() for key in (BASE_URL, NAME, API_KEY)}
    if not any(given.values()):
        return None
    settings = _settings()
    if settings.mode == "off":
        return None
    if not given[NAME]:
        raise BadConfiguration(f"The secret {NAME} is missing; it names the model, such as gpt-5-mini.")
    base_url = given[BASE_URL] or OPENAI
    _check_address(base_url)
    key = given[API_KEY] or _NO_KEY
    if not (key.isascii() and key.isprintable()):
        raise BadConfiguration(f"The secret {API_KEY} holds characters that no key has.")
    return Configuration(base_url, given[NAME], key, settings)


def _settings() -> ModelSettings:
    try:
        return ModelSettings()
    except ValidationError as error:
        wrong = ", ".join(f"NUDGE_MODEL_{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors())
        raise BadConfiguration(f"The environment is not understood: {wrong}.") from None


def _check_address(base_url: str) -> None:
    try:
        parts = urlsplit(base_url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise BadConfiguration(f"The secret {BASE_URL} must be an address such as {OPENAI}.")
    if parts.username or parts.password:
        raise BadConfiguration(f"The secret {BASE_URL} must hold no user or password; the key goes into {API_KEY}.")
