"""The configuration of the language model."""

import os

import pytest

from functions.parse_chat.model.configuration import BadConfiguration, Configuration, configured

KEY = "sk-planted-0123456789"
SECRETS = {"model-base-url": "https://models.example/v1", "model-name": "small", "model-api-key": KEY}


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("NUDGE_MODEL_")]:
        monkeypatch.delenv(name)


def made(**changes: str) -> Configuration:
    configuration = configured({**SECRETS, **{name.replace("_", "-"): value for name, value in changes.items()}})
    assert configuration
    return configuration


def test_nothing_set_is_no_model_and_no_error() -> None:
    assert configured({"database-url": "x"}) is None


def test_switched_off_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUDGE_MODEL_MODE", "off")
    assert configured(SECRETS) is None


def test_asks_only_when_unsure_by_default() -> None:
    settings = made().settings
    assert (settings.mode, settings.threshold, settings.timeout) == ("unsure", 0.75, 4)


def test_without_an_address_it_is_openai() -> None:
    assert made(model_base_url="").base_url == "https://api.openai.com/v1"


def test_a_model_on_this_machine_needs_no_key() -> None:
    configuration = made(model_base_url="http://localhost:11434/v1", model_api_key="")
    assert configuration.api_key and not configuration.is_open_to_others


def test_plain_http_to_elsewhere_is_noticed() -> None:
    assert made(model_base_url="http://models.example/v1").is_open_to_others
    assert not made().is_open_to_others


def test_the_key_is_not_part_of_what_is_printed() -> None:
    assert KEY not in repr(made())


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"model-name": ""}, "model-name"),
        ({"model-base-url": "models.example/v1"}, "model-base-url"),
        ({"model-base-url": "file:///etc/passwd"}, "model-base-url"),
        ({"model-base-url": "http://[::1"}, "model-base-url"),
        ({"model-base-url": f"https://me:{KEY}@models.example/v1"}, "model-base-url"),
        ({"model-api-key": f"{KEY}\nx: y"}, "model-api-key"),
    ],
)
def test_a_mistake_is_named_without_the_key(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(BadConfiguration) as error:
        configured({**SECRETS, **wrong})
    assert named in str(error.value) and KEY not in str(error.value)


@pytest.mark.parametrize(("name", "value"), [("MODE", "sometimes"), ("TIMEOUT", "60"), ("THRESHOLD", "2")])
def test_a_setting_out_of_range_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"NUDGE_MODEL_{name}", value)
    with pytest.raises(BadConfiguration, match=f"NUDGE_MODEL_{name}"):
        configured(SECRETS)
