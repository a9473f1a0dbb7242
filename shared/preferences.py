"""What a person can set for the installation, and what holds until they do."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from shared.connection import Connection
from shared.models import YEAR_IN_MINUTES, Model, Zone

Locale = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", examples=["en-US"])]
Address = Annotated[str, Field(max_length=254, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]+$")]
LeadMinutes = Annotated[int, Field(ge=0, le=YEAR_IN_MINUTES)]
Method = Literal["email", "push", "in-app"]


class Preferences(BaseModel):
    timezone: str = "UTC"
    locale: str = "en-US"
    email: str | None = None
    default_lead_minutes: list[int] = Field(
        [], description="Reminders that every new dated task gets, in minutes before"
    )
    all_day_hour: int = Field(9, description="Local hour to which reminders of all-day tasks relate")
    delivery_methods: list[Method] = ["in-app"]


class PreferencesAnswer(Preferences):
    version: int = Field(description="Rises with every change; 0 before the first")


class PreferencesPatch(Model):
    """Fields that are left out stay as they are."""

    timezone: Zone | None = None
    locale: Locale | None = None
    email: Address | None = None
    default_lead_minutes: Annotated[list[LeadMinutes], Field(max_length=20)] | None = None
    all_day_hour: int | None = Field(None, ge=0, le=23)
    delivery_methods: Annotated[list[Method], Field(max_length=3)] | None = None
    version: int | None = Field(None, ge=0, description="Taken for information; the last write wins")


def merged(before: Preferences, patch: PreferencesPatch) -> Preferences:
    """The preferences with the given fields; only the e-mail address can be taken away with null."""
    given = {name: getattr(patch, name) for name in patch.model_fields_set - {"version"}}
    given = {name: value for name, value in given.items() if value is not None or name == "email"}
    return before.model_copy(update=given)


async def read(connection: Connection) -> tuple[Preferences, int]:
    """What is set now and its version; what holds by itself, and 0, before anything was set."""
    row = await (await connection.execute("SELECT value, version FROM settings")).fetchone()
    return (Preferences.model_validate(row[0]), int(str(row[1]))) if row else (Preferences(), 0)
