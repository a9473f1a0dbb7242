"""Errors of the one-machine runtime. The message is the sentence that the person at the terminal reads."""


class LocalError(Exception):
    """Nudge cannot go on; the message says why in one sentence and what helps."""

    exit_code = 1


class DatabaseError(LocalError):
    """The embedded Postgres cannot be made, started or stopped."""


class DataFolderError(LocalError):
    """The data folder cannot be used: unreadable, unwritable, full, or written by a newer Nudge."""
