"""A connection to Postgres, as statements take it."""

from __future__ import annotations

import psycopg

Connection = psycopg.AsyncConnection[tuple[object, ...]]
