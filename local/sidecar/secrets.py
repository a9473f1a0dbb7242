"""Secrets: a flat JSON file (the format of Dapr's secretstores.local.file) and the environment, which wins."""

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path

log = logging.getLogger(__name__)

PREFIX = "NUDGE_SECRET_"


class Secrets:
    """The secrets by key. The key `database-url` is overridden by the variable NUDGE_SECRET_DATABASE_URL."""

    def __init__(self, file: Path, environment: Mapping[str, str] = os.environ) -> None:
        self._file = file
        self._environment = environment
        self._seen: tuple[int, int, int] | None = None
        self._stored: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.all().get(key)

    def all(self) -> dict[str, str]:
        self._refresh()
        return self._stored | self._from_environment()

    def _from_environment(self) -> dict[str, str]:
        return {
            name.removeprefix(PREFIX).lower().replace("_", "-"): value
            for name, value in self._environment.items()
            if name.startswith(PREFIX)
        }

    def _refresh(self) -> None:
        """Reads the file when it has changed. One that cannot be read leaves the secrets as they were."""
        try:
            status = self._file.stat()
            seen = (status.st_mtime_ns, status.st_size, status.st_ino)
            if seen != self._seen:
                self._stored = _flat(json.loads(self._file.read_text()))
                self._seen = seen
        except FileNotFoundError:
            self._stored, self._seen = {}, None
        except (OSError, ValueError) as error:
            log.error("the secrets file cannot be read", extra={"file": str(self._file), "error": type(error).__name__})


def _flat(content: object) -> dict[str, str]:
    if not isinstance(content, dict):
        raise ValueError("not a JSON object")
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in content.items()}
