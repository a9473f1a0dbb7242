"""The file of a backup: a .tar.gz with a manifest, the database as pg_dump's custom format and, if wanted, the secrets."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

from local.errors import LocalError

FORMAT = 1
MANIFEST, DUMP, SECRETS = "manifest.json", "nudge.dump", "secrets.json"


class ArchiveError(LocalError):
    """The file is no backup that this Nudge can read."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    format: int
    created_at: str
    """RFC 3339, UTC."""
    schema: str | None
    """The migration that the tables were at."""
    postgres: int
    """Major version."""
    tasks: int
    events: int
    sha256: str
    """Of the dump."""


def write_archive(file: Path, manifest: Manifest, dump: Path, secrets: dict[str, str] | None) -> None:
    """Written under another name first: a file under its right name is a whole one."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            # The dump is compressed in itself.
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as archive:
                _add(archive, MANIFEST, json.dumps(asdict(manifest), indent=2).encode() + b"\n")
                archive.add(dump, DUMP)
                if secrets:
                    _add(archive, SECRETS, json.dumps(secrets, indent=2).encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def read_archive(file: Path, folder: Path) -> tuple[Manifest, Path, dict[str, str]]:
    """Take the backup apart into `folder`: its manifest, the dump (checked against the manifest), the secrets."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            manifest = _manifest(file, archive)
            secrets = json.loads(_member(archive, SECRETS)) if SECRETS in archive.getnames() else {}
            dump = folder / DUMP
            dump.write_bytes(_member(archive, DUMP))
    except FileNotFoundError:
        raise ArchiveError(f"There is no file {file}.") from None
    except (tarfile.TarError, EOFError, KeyError, ValueError, OSError) as error:
        raise ArchiveError(f"{file} is not a Nudge backup or is damaged ({error}).") from error
    if sha256(dump) != manifest.sha256:
        raise ArchiveError(f"{file} is damaged: its content does not match its checksum.")
    return manifest, dump, secrets


def sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _manifest(file: Path, archive: tarfile.TarFile) -> Manifest:
    content = json.loads(_member(archive, MANIFEST))
    if not isinstance(content, dict) or not isinstance(content.get("format"), int):
        raise ArchiveError(f"{file} is not a Nudge backup.")
    if content["format"] > FORMAT:
        raise ArchiveError(f"{file} was written by a newer Nudge. Please update Nudge.")
    known = {name: content[name] for name in Manifest.__dataclass_fields__}
    return Manifest(**known)


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    found = archive.extractfile(name)
    if found is None:
        raise ArchiveError(f"The backup lacks {name}.")
    return found.read()


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))
