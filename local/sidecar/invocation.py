"""Service invocation: requests passed on to the applications."""

import asyncio
from collections.abc import Iterable, Mapping

from local.sidecar import errors
from local.sidecar.channel import Answer, AppFailed, AppUnreachable, Channel
from local.sidecar.config import Backoff
from local.sidecar.headers import forwarded

CONNECT = Backoff(initial_ms=50, max_ms=500, max_retries=5)


class Invocation:
    """Calls to applications by app-id. An application that refuses the connection is being restarted: the call is
    tried again for about a second, which is safe because nothing was sent."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels

    async def invoke(
        self, app_id: str, method: str, target: str, headers: Iterable[tuple[str, str]], body: bytes
    ) -> Answer:
        """The application's answer, whatever its status. `target`: path and query, encoded. Raises ApiError."""
        channel = self._channels.get(app_id)
        if channel is None:
            raise errors.invocation_failed(app_id, "couldn't find service: the application is not known")
        passed = [*forwarded(headers), ("dapr-callee-app-id", app_id)]
        for attempt in range(1, CONNECT.max_retries + 1):
            try:
                return await channel.request(method, target, passed, body)
            except AppUnreachable:
                await asyncio.sleep(CONNECT.delay(attempt))
            except AppFailed as error:
                raise errors.invocation_failed(app_id, str(error)) from error
        raise errors.invocation_failed(app_id, "the application cannot be reached")
