"""What a person can set for the installation, and what holds until they do."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from shared.connection import Connection
from shared.models import YEAR_IN_MINUTES, Model, Zone

Locale = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", examples=["en-US"])]
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# HTML Standard §4.10.5.1.5, with a dot in the domain: what every relay understands. Browsers write other letters of a domain as xn--… themselves.
Address = Annotated[
    str,
    Field(
        max_length=254,
        pattern=rf"^[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(\.{_LABEL})+$",
        examples=["ann@example.org"],
    ),
]
LeadMinutes = Annotated[int, Field(ge=0, le=YEAR_IN_MINUTES)]
Method = Literal["email", "push", "in-app"]


class Preferences(BaseModel):
    timezone: str = "UTC"
    locale: str = "en-US"
    email: str | None = None
    email_verified: bool = Field(False, description="Whether its owner followed the link that was sent there")
    default_lead_minutes: list[int] = Field(
        [0], description="Reminders of dated tasks that name none themselves, in minutes before; empty: none"
    )
    all_day_hour: int = Field(9, description="Local hour to which reminders of all-day tasks relate")
    delivery_methods: list[Method] = ["email", "in-app"]


class PreferencesAnswer(Preferences):
    mail: Literal["none", "mailbox", "provider"] = Field(
        description="Whether e-mail can be sent: not at all, to the mailbox of this machine, or by a provider"
    )
    push_key: str | None = Field(
        None, description="The key that browsers subscribe with (RFC 8292), base64url; null when push is not set up"
    )
    push_here: bool = Field(False, description="Whether reminders are pushed to the browser that asks")
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
    move_times: bool = Field(
        False,
        description="With another timezone: open tasks keep their wall-clock times there; else they keep their instants",
    )


def merged(before: Preferences, patch: PreferencesPatch) -> Preferences:
    """The preferences with the given fields; only the e-mail address can be taken away with null."""
    given = {name: getattr(patch, name) for name in patch.model_fields_set - {"version", "move_times"}}
    given = {name: value for name, value in given.items() if value is not None or name == "email"}
    after = before.model_copy(update=given)
    return after if after.email == before.email else after.model_copy(update={"email_verified": False})


_WRITE = """
    INSERT INTO settings (value, version) VALUES (%s::jsonb, 1)
    ON CONFLICT (single) DO UPDATE SET value = excluded.value, version = settings.version + 1, updated_at = now()
    RETURNING version
"""


async def lock(connection: Connection) -> None:
    """Keeps other writers out until the transaction ends; the first write has no row to lock."""
    await connection.execute("LOCK TABLE settings IN SHARE ROW EXCLUSIVE MODE")


async def write(connection: Connection, preferences: Preferences) -> int:
    """Stores them and returns the new version."""
    row = await (await connection.execute(_WRITE, (preferences.model_dump_json(),))).fetchone()
    return int(str((row or (0,))[0]))


async def read(connection: Connection) -> tuple[Preferences, int]:
    """What is set now and its version; what holds by itself, and 0, before anything was set."""
    row = await (await connection.execute("SELECT value, version FROM settings")).fetchone()
    return (Preferences.model_validate(row[0]), int(str(row[1]))) if row else (Preferences(), 0)
