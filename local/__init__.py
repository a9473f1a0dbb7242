"""Nudge on one machine: embedded Postgres, the local sidecar, process supervision and the command `nudge`."""

import sys

# Before anything else is imported: an older Python would stop at newer syntax with a stack trace.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Nudge needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031
