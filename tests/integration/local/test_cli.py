"""The commands against a running Nudge, as a person types them."""

import json
import os
import pty
import signal
import subprocess
import sys

import pytest

from local.log_files import log_file, rotate
from local.secrets_file import read_secrets
from shared import catalogue
from tests.chaos.running import ROOT, RunningNudge


@pytest.fixture(scope="module")
def talked(shared_nudge: RunningNudge) -> RunningNudge:
    """One with three tasks made by chat."""
    for message in ("Buy milk tomorrow at 5pm", "Create a task to call mom on Sunday at 3pm", "Add a task to read"):
        done = shared_nudge.command("chat", message, TZ="Europe/Berlin")
        assert done.returncode == 0, done.stderr
    return shared_nudge


def titles(nudge: RunningNudge, *arguments: str) -> list[str]:
    done = nudge.command("tasks", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return sorted(task["title"].lower() for task in json.loads(done.stdout))


def test_chat_makes_tasks_and_tasks_lists_them(talked: RunningNudge) -> None:
    assert titles(talked) == ["buy milk", "call mom", "read"]


def test_the_words_of_one_message_need_no_quotes(talked: RunningNudge) -> None:
    done = talked.command("chat", "What", "are", "my", "tasks?")
    assert done.returncode == 0
    assert "call mom" in done.stdout.lower()


def test_the_table_shows_due_dates_in_the_users_zone(talked: RunningNudge) -> None:
    lines = talked.command("tasks", TZ="America/New_York").stdout.splitlines()
    assert lines[0].split() == ["TASK", "DUE", "PRIORITY", "TAGS"]
    milk = next(line for line in lines if "milk" in line.lower())
    # 17:00 in Berlin is 11:00 in New York, in November.
    assert "11:00" in milk


def test_a_conversation_remembers_what_was_said(talked: RunningNudge) -> None:
    done = talked.command("chat", given="Create a task to water plants\nMark water plants as complete\n")
    assert done.returncode == 0, done.stderr
    assert titles(talked, "--completed") == ["water plants"]


def test_a_message_goes_on_where_the_terminal_left_off(talked: RunningNudge) -> None:
    for message, reply in (
        ("Create a task to sweep", "Created “sweep”"),
        ("tomorrow at 3pm", "“sweep” is now due"),
        ("Delete the task sweep", "Moved “sweep” to the trash"),
        ("undo", "“sweep” is back"),
        ("Delete the task sweep", "Moved “sweep” to the trash"),
    ):
        done = talked.command("chat", message)
        assert reply in done.stdout, (message, done.stdout, done.stderr)
    assert (talked.home / "terminals.json").stat().st_mode & 0o777 == 0o600


def test_a_refused_message_is_told_and_does_not_end_the_conversation(talked: RunningNudge) -> None:
    done = talked.command("chat", given="x" * 5000 + "\nWhat are my tasks?\n")
    assert done.returncode == 0
    assert "4000" in done.stdout
    assert "call mom" in done.stdout.lower()


def test_status_names_address_and_processes(talked: RunningNudge) -> None:
    told = json.loads(talked.command("status", "--json").stdout)
    assert told["running"] and told["healthy"]
    assert told["processes"] == talked.processes()
    assert str(talked.port) in talked.command("status").stdout


def test_doctor_finds_everything_well_but_what_it_names(talked: RunningNudge) -> None:
    done = talked.command("doctor")
    problems = [line for line in done.stdout.splitlines() if line.startswith("problem")]
    assert [line for line in problems if "Web page" not in line and "Disk" not in line] == []
    assert done.returncode == (1 if problems else 0)
    for subject in ("Python", "Data folder", "Disk", "Postgres", "Port", "Nudge", "Mail", *catalogue.load().functions):
        assert f"{subject}: " in done.stdout


def test_logs_are_json_lines(talked: RunningNudge) -> None:
    lines = talked.command("logs", "-n", "5").stdout.splitlines()
    assert len(lines) == 5
    assert all({"timestamp", "level", "message", "correlation_id"} <= set(json.loads(line)) for line in lines)


def test_followed_logs_go_on_after_a_rotation(nudge: RunningNudge) -> None:
    file = log_file(nudge.home)
    file.parent.mkdir(exist_ok=True)
    file.write_text("first\n")
    command = [sys.executable, "-m", "local.cli", "logs", "-f"]
    with subprocess.Popen(command, cwd=ROOT, env=nudge.environment(), stdout=subprocess.PIPE, text=True) as follower:
        assert follower.stdout is not None
        assert follower.stdout.readline() == "first\n"
        rotate(file, limit=1)
        file.write_text("second\n")
        assert follower.stdout.readline() == "second\n"
        follower.send_signal(signal.SIGINT)
        assert follower.wait(30) == 130


def test_a_reader_that_leaves_early_is_no_error(talked: RunningNudge) -> None:
    pipeline = f"{sys.executable} -m local.cli logs -n 10000 | head -n 1"
    done = subprocess.run(
        ["sh", "-c", pipeline], cwd=ROOT, env=talked.environment(), capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""


def test_without_a_running_nudge_commands_say_how_to_start_it(nudge: RunningNudge) -> None:
    for command in (("chat", "hello"), ("tasks",)):
        done = nudge.command(*command, PORT="1")
        assert done.returncode != 0
        assert done.stderr == "nudge: Nudge is not running. Start it with `nudge up`.\n"
    assert nudge.command("status").returncode == 1
    assert nudge.command("down").stdout == "Nudge is not running.\n"


def test_doctor_works_without_a_running_nudge(nudge: RunningNudge) -> None:
    done = nudge.command("doctor", PORT="0")
    assert "not running" in done.stdout
    assert done.stderr == ""


def test_doctor_tells_what_to_do_about_a_taken_port(talked: RunningNudge, nudge: RunningNudge) -> None:
    done = nudge.command("doctor", PORT=str(talked.port))
    assert done.returncode == 1
    assert f"{talked.port} is taken by another program" in done.stdout
    assert "PORT=8001 nudge up" in done.stdout


def test_down_stops_it(nudge: RunningNudge) -> None:
    process = nudge.launch()
    nudge.wait_until_healthy()
    assert nudge.command("down").stdout == "Nudge has stopped. Your list is kept.\n"
    assert process.wait(10) == 0
    assert nudge.left() == []


def test_a_token_guards_the_list_and_the_commands_know_it(nudge: RunningNudge) -> None:
    made = nudge.command("token", "--new").stdout.strip()
    assert read_secrets(nudge.home)["access-token"] == made
    nudge.start()
    assert nudge.command("tasks").returncode == 0
    (nudge.home / "secrets.json").rename(nudge.home / "hidden.json")
    refused = nudge.command("tasks")
    (nudge.home / "hidden.json").rename(nudge.home / "secrets.json")
    assert refused.returncode == 1
    assert refused.stderr.startswith("nudge: ") and "sign in" in refused.stderr.lower()


def test_a_token_is_shown_on_a_terminal_or_when_asked_only(nudge: RunningNudge) -> None:
    made = nudge.command("token", "--new").stdout.strip()
    piped = nudge.command("token")
    assert piped.returncode == 1
    assert made not in piped.stdout + piped.stderr
    assert nudge.command("token", "--show").stdout.strip() == made
    assert made in _on_a_terminal(nudge, "token")
    nudge.command("token", "--off")
    assert "access-token" not in read_secrets(nudge.home)


def _on_a_terminal(nudge: RunningNudge, *arguments: str) -> str:
    reading, writing = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "local.cli", *arguments], cwd=ROOT, env=nudge.environment(), stdout=writing, timeout=60
    )
    os.close(writing)
    shown = os.read(reading, 4096).decode()
    os.close(reading)
    return shown
