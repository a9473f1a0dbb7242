"""Sets up the log lines of the supervisor and its forks as the environment asks."""

import logging

from pydantic import ValidationError

from local.config import SettingError
from shared import logs
from shared.config import Settings


def configure(handler: logging.Handler) -> None:
    """Raises SettingError for any of Nudge's environment variables that does not fit."""
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "NUDGE_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingError(f"{name} does not fit: {first['msg']}.") from error
    logs.configure(settings.log_level, handler)
    # A line per plugin of alembic and two per lifespan of a function tell nobody anything.
    for talkative in ("alembic.runtime.plugins", "uvicorn.error"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
