"""Settings: what is given changes, everything else stays."""

from typing import Any

import pytest
from pydantic import ValidationError

from shared.preferences import Preferences, PreferencesPatch, merged

BEFORE = Preferences(timezone="Europe/Berlin", email="ann@example.org", default_lead_minutes=[60])


def test_what_holds_until_somebody_sets_something() -> None:
    assert Preferences().model_dump() == {
        "timezone": "UTC", "locale": "en-US", "email": None, "default_lead_minutes": [0], "all_day_hour": 9,
        "delivery_methods": ["email", "in-app"], "email_verified": False,
    }  # fmt: skip


def test_fields_that_are_left_out_stay() -> None:
    after = merged(BEFORE, PreferencesPatch(all_day_hour=7))
    assert after == BEFORE.model_copy(update={"all_day_hour": 7})


def test_only_the_address_can_be_taken_away() -> None:
    patch = PreferencesPatch.model_validate({"email": None, "timezone": None, "default_lead_minutes": None})
    assert merged(BEFORE, patch) == BEFORE.model_copy(update={"email": None})


def test_the_version_is_no_setting() -> None:
    assert merged(BEFORE, PreferencesPatch(version=3, move_times=True)) == BEFORE


@pytest.mark.parametrize(
    "address", ["ann@example.org", "ann.o'neill+lists@mail.example.co.uk", "ann@xn--exmple-cua.org", "1@2.de"]
)
def test_addresses_that_every_relay_understands(address: str) -> None:
    assert PreferencesPatch(email=address).email == address


@pytest.mark.parametrize(
    "given",
    [{"timezone": "Mars/Olympus"}, {"locale": "english please"}, {"locale": "de_DE\0"}, {"email": "nobody"}, {"email": "a@b.c\nBcc: d@e.f"},
     {"email": "a" * 250 + "@b.cd"}, {"email": "ann@example"}, {"email": "jörg@example.org"}, {"email": "ann@exämple.org"},
     {"email": "ann,bob@example.org"}, {"email": "<ann@example.org>"}, {"email": "ann@-.org"},
     {"default_lead_minutes": [-1]}, {"default_lead_minutes": [5] * 21}, {"all_day_hour": 24},
     {"delivery_methods": ["pigeon"]}, {"colour": "red"}],
)  # fmt: skip
def test_settings_that_are_none(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PreferencesPatch.model_validate(given)
