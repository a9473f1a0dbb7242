"""The secrets file of one machine: a flat JSON object, readable by its owner alone (Dapr's secretstores.local.file)."""

import json
import os
import secrets
from pathlib import Path

from local.errors import DataFolderError

TOKEN = "NUDGE_SECRET_ACCESS_TOKEN"  # noqa: S105 - the name of a variable
"""The variable that wins over `access-token` in the file."""


def read_secrets(home: Path) -> dict[str, str]:
    """All secrets of the data folder `home`; empty when there is no file yet."""
    file = secrets_file(home)
    try:
        content = json.loads(file.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DataFolderError(f"The secrets file {file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise DataFolderError(f"The secrets file {file} is not valid JSON. Please mend or remove it.") from error
    if not isinstance(content, dict):
        raise DataFolderError(f"The secrets file {file} must hold one JSON object.")
    return {str(key): str(value) for key, value in content.items()}


def write_secrets(home: Path, changes: dict[str, str | None]) -> None:
    """Set the given secrets, remove those given as None, keep the others. The file is replaced as a whole (0600)."""
    kept = {**read_secrets(home), **changes}
    content = json.dumps({key: value for key, value in kept.items() if value is not None}, indent=2) + "\n"
    draft = home / f".secrets-{os.getpid()}.json"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(secrets_file(home))


def access_token(home: Path) -> str | None:
    """The access token as the sidecar finds it: the environment wins over the file; None when there is none."""
    return os.environ.get(TOKEN) or read_secrets(home).get("access-token") or None


def ensure_link_key(home: Path) -> None:
    """Makes the key that signs links in messages, once for the life of the data folder."""
    if not read_secrets(home).get("link-key"):
        write_secrets(home, {"link-key": secrets.token_urlsafe(32)})


def secrets_file(home: Path) -> Path:
    return home / "secrets.json"
