"""The edge of settings."""

from __future__ import annotations

import functions_framework.aio
import orjson
from starlette.requests import Request
from starlette.responses import Response

from shared import idempotency, preferences, tasks
from shared.audit_events import audit_event
from shared.call import Call
from shared.http import Answer, HttpFunction, Operation
from shared.preferences import Preferences, PreferencesAnswer, PreferencesPatch, merged
from shared.services import Services
from shared.tasks import Once

_WRITE = """
    INSERT INTO settings (value, version) VALUES (%s::jsonb, 1)
    ON CONFLICT (single) DO UPDATE SET value = excluded.value, version = settings.version + 1, updated_at = now()
    RETURNING version
"""


async def get(call: Call, services: Services) -> Answer:
    async with services.database.connection() as connection:
        found, version = await preferences.read(connection)
    return Answer(found.model_dump() | {"version": version})


async def put(call: Call, services: Services) -> Answer:
    """Sets what is given; the change is told to the audit trail, without the e-mail address itself."""
    async with services.database.unit_of_work() as work:
        # The first write has no row to lock, so writers take their turns by a lock of their own.
        await work.connection.execute("LOCK TABLE settings IN SHARE ROW EXCLUSIVE MODE")
        earlier = await idempotency.earlier(work.connection, call)
        if earlier:
            return earlier
        before, _ = await preferences.read(work.connection)
        after = merged(before, call.body)
        cursor = await work.connection.execute(_WRITE, (after.model_dump_json(),))
        version = int(str((await cursor.fetchone() or (0,))[0]))
        answer = Answer(orjson.dumps(after.model_dump() | {"version": version}))
        once = Once(call.idempotency_key, call.fingerprint, 200, answer.body)
        if call.idempotency_key and not await tasks.keep_answer(work.connection, once):
            # Raises, as it was taken for something else than settings; what was set is rolled back.
            return await idempotency.taken(work.connection, call)
        changed = sorted(name for name in Preferences.model_fields if getattr(before, name) != getattr(after, name))
        work.emit(
            audit_event("settings_changed", "settings", "stored", {"fields": changed}, call.cause, services.clock())
        )
    return answer


function = HttpFunction(
    "settings",
    [
        Operation("getSettings", get, answer=PreferencesAnswer),
        Operation("putSettings", put, body=PreferencesPatch, answer=PreferencesAnswer),
    ],
)


@functions_framework.aio.http
async def settings(request: Request) -> Response:
    return await function.answer(request)
