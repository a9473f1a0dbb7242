"""The limit that creates are compared with: pgbench inserting a task row and an event row in one transaction on the same kind of Postgres."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

import psycopg

from local.cluster import binary
from local.postgres import Postgres
from local.run_directory import make_run_directory
from shared.migrate import upgrade

CLIENTS = 10

_SCRIPT = """
BEGIN;
INSERT INTO task (id, title, due_at, due_zone, priority, tags, status, created_at, updated_at, version, updates, reminders)
VALUES (uuidv7(), 'A task of the benchmark', now(), 'UTC', 'high', '{load}', 'active', now(), now(), 1, 1, '[]');
INSERT INTO event (id, topic, key, sequence, type, time, body)
SELECT id, 'task-events', id::text, 1, 'task.created', now(), jsonb_build_object('id', id, 'title', 'A task of the benchmark')
FROM (SELECT uuidv7() AS id) AS new;
END;
"""


def insert_rate(seconds: int) -> float:
    """Transactions per second of pgbench with 10 clients."""
    with tempfile.TemporaryDirectory(prefix="nudge-limit-") as home:
        run = make_run_directory(Path(home))
        postgres = Postgres(Path(home), run)
        postgres.start()
        try:
            upgrade(postgres.dsn)
            return _pgbench(postgres, Path(home), seconds)
        finally:
            postgres.stop()


def _pgbench(postgres: Postgres, home: Path, seconds: int) -> float:
    script = home / "insert.sql"
    script.write_text(_SCRIPT)
    with psycopg.connect(postgres.dsn) as connection:
        version = connection.execute("SHOW server_version").fetchone()
    assert version is not None
    command = [
        str(binary("pgbench")),
        "-n",
        "-f",
        str(script),
        "-c",
        str(CLIENTS),
        "-j",
        "2",
        "-T",
        str(seconds),
        "-M",
        "prepared",
    ]
    done = subprocess.run([*command, postgres.dsn], capture_output=True, text=True, check=True)
    match = re.search(r"tps = ([\d.]+)", done.stdout)
    assert match is not None, done.stdout
    return float(match[1])
