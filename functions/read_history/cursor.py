"""Places in a list that is ordered by time and id, as opaque text."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from uuid import UUID

import orjson

from shared.errors import FieldError, Invalid


def written(time: datetime, id_: UUID) -> str:
    """The cursor after this entry."""
    return base64.urlsafe_b64encode(orjson.dumps([time.isoformat(), str(id_)])).decode().rstrip("=")


def read(cursor: str) -> tuple[datetime, UUID]:
    """Time (UTC) and id of a cursor; raises Invalid for text that is none."""
    try:
        time, last = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(time)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC), UUID(last)
    except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError):
        pass
    message = "does not fit this list"
    raise Invalid(f"cursor {message}. Start again without it.", errors=(FieldError("cursor", message),))
