"""JSON log lines: timestamp, level, message, function and correlation id, and whatever a line adds."""

from __future__ import annotations

import logging
import sys
from contextvars import ContextVar

from pythonjsonlogger.orjson import OrjsonFormatter

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")
function_name: ContextVar[str] = ContextVar("function_name", default="")


class _Context(logging.Filter):
    """Puts the request's or event's correlation id, and the function that speaks, on every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.correlation_id = getattr(record, "correlation_id", None) or correlation_id.get()
        record.function = getattr(record, "function", None) or function_name.get()
        return True


def configure(level: str = "INFO", handler: logging.Handler | None = None) -> None:
    """Sends all log lines as JSON to `handler`, standard output when none is given."""
    handler = handler or logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        OrjsonFormatter(
            "%(levelname)s %(name)s %(function)s %(message)s %(correlation_id)s",
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp=True,
        )
    )
    handler.addFilter(_Context())
    # Thread and process tell nothing here, and finding them out costs time on every line.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("psycopg.pool", "asyncio", "aiohttp.access", "uvicorn.access", "botocore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
