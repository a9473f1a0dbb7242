"""What requests about series may hold, and what answers look like."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from shared.models import Description, Model, Recurrence, Reminders, Tags, TaskAnswer, Title, When, Zone
from shared.task import Priority

Scope = Literal["following", "all"]
FromTask = Annotated[UUID | None, Field(description="Where “following” begins; the earliest open task when left out")]
TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["17:00"])]


class SeriesPatch(Model):
    """Changes the open tasks of a series and those to come. Only fields that are present change; null clears.

    Another `recurrence` or `due_at` ends the series and begins a new one at its first task concerned; the answer is then the new one.
    """

    scope: Scope
    from_task: FromTask = None
    title: Title | None = None
    description: Description | None = None
    priority: Priority | None = None
    tags: Tags | None = None
    reminders: Reminders | None = None
    time: TimeOfDay | None = Field(None, description="Another time of day, in the series' zone; null makes it all-day")
    recurrence: Recurrence | None = None
    due_at: When | None = Field(None, description="When the first task concerned is due instead")
    timezone: Zone | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> SeriesPatch:
        given = self.model_fields_set
        for name in ("title", "recurrence", "due_at"):
            if name in given and getattr(self, name) is None:
                raise ValueError(
                    f"{name} cannot be removed" + ("; delete the series to end it" if name == "recurrence" else "")
                )
        if {"time", "due_at"} <= given:
            raise ValueError("give either time or due_at")
        return self


class EndQuery(Model):
    scope: Scope
    from_task: FromTask = None


class PreviewRequest(Model):
    """Without due_at the first day from today on that the rule names."""

    recurrence: Recurrence
    due_at: When | None = None
    timezone: Zone | None = None


class AdjustmentAnswer(BaseModel):
    """The day or time that does not exist, and the one taken for it."""

    before: str = Field(alias="from")
    after: str = Field(alias="to")


class Moment(BaseModel):
    local: str = Field(description="On the wall clock of the series, without zone; a date when all-day")
    due_at: str = Field(description="RFC 3339 in UTC, or the date when all-day")
    adjusted: AdjustmentAnswer | None = None


class PreviewAnswer(BaseModel):
    recurrence: dict[str, Any]
    next: list[Moment] = Field(description="The first five at most")


class TemplateAnswer(BaseModel):
    title: str
    description: str | None
    priority: Priority
    tags: list[str]
    reminders: list[dict[str, Any]]


class SeriesAnswer(BaseModel):
    id: UUID
    recurrence: dict[str, Any]
    anchor: str = Field(description="The first occurrence, as `local` of Moment")
    all_day: bool
    zone: str
    template: TemplateAnswer
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    version: int
    next: list[Moment] = Field(
        description="The next five for which there is no task yet; none of a series that has ended"
    )
    open: list[TaskAnswer] = Field(description="Tasks still to be done, in the order planned")
    extras: list[UUID] = Field(
        description="Those of them that were missed and that dismiss-extras would put into the trash"
    )
