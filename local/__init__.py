"""Nudge on one machine: embedded Postgres, the local sidecar, process supervision and the command `nudge`."""
