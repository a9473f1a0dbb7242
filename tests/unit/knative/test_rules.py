"""Each alert fires on the figures of the trouble it is for, and stays silent without, by Prometheus' own judgement."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.monitoring import ALERTS, FOLDER
from tests.promtool import promtool

FILE = FOLDER / "alerts.yaml"
Series = dict[str, str]
"""Series to promtool's notation of values, one a step."""

OK, FAILED = (
    'nudge_answers_total{function="list-tasks",status="200"}',
    'nudge_answers_total{function="list-tasks",status="503"}',
)
HANDLED = 'nudge_events_handled_total{{function="{}",topic="task-events",outcome="{}"}}'
GENERATED, GENERATION_FAILED = (
    HANDLED.format("generate-recurrence", "success"),
    HANDLED.format("generate-recurrence", "retry"),
)
LATENESS = 'nudge_reminder_lateness_seconds_bucket{{le="{}"}}'
FIRED, SENT, GIVEN_UP = "nudge_reminders_fired_total", "nudge_reminders_sent_total", "nudge_reminders_failed_total"
MAILED, MAIL_FAILED = (f'nudge_notifications_total{{method="email",outcome="{each}"}}' for each in ("sent", "Refused"))
HELPED, ALONE = (f'nudge_chat_first_tasks_total{{helped="{each}"}}' for each in ("yes", "no"))
OF_AUDIT = '{function="write-audit",topic="task-events"}'

STEP = {"AvailabilityBurnsFast": 10, "AvailabilityBurns": 10, "AvailabilityBurnsSlowly": 30}
"""Minutes from one value to the next, where it is more than one: days minute by minute take promtool a minute."""

# alert: (step at which it is looked at, the trouble, the same without trouble)
CASES: dict[str, tuple[int, Series, Series]] = {
    "AvailabilityBurnsVeryFast": (70, {OK: "0+90x70", FAILED: "0+10x70"}, {OK: "0+1000x70", FAILED: "0+1x70"}),
    "AvailabilityBurnsFast": (40, {OK: "0+96x40", FAILED: "0+4x40"}, {OK: "0+98x40", FAILED: "0+2x40"}),
    "AvailabilityBurns": (150, {OK: "0+98x150", FAILED: "0+2x150"}, {OK: "0+99x150", FAILED: "0+1x150"}),
    "AvailabilityBurnsSlowly": (150, {OK: "0+99x150", FAILED: "0+1x150"}, {OK: "0+998x150", FAILED: "0+2x150"}),
    "ProbeFails": (10, {"nudge_probe_success": "1x2 0x10"}, {"nudge_probe_success": "1x2 0 1x10"}),
    "ProbeSilent": (
        30,
        {"nudge_probe_last_success_timestamp_seconds": "60x30"},
        {"nudge_probe_last_success_timestamp_seconds": "0+60x30"},
    ),
    "OutboxOld": (
        10,
        {"nudge_outbox_oldest_seconds": "0+30x10"},
        {"nudge_outbox_oldest_seconds": "0 90 0 0 0 0 0 0 5 0 1"},
    ),
    "ConsumerStandsStill": (
        15,
        {f"nudge_consumer_lag_seconds{OF_AUDIT}": "0+60x15"},
        {f"nudge_consumer_lag_seconds{OF_AUDIT}": "0 60 130 0x15"},
    ),
    "ConsumerFallsBehind": (
        15,
        {f"nudge_consumer_lag_events{OF_AUDIT}": "0 900 2000x15"},
        {f"nudge_consumer_lag_events{OF_AUDIT}": "0 900 2000 300x15"},
    ),
    "EventsDead": (
        10,
        {'nudge_dead_letters_total{consumer="write-audit", topic="task-events"}': "0x5 1x10"},
        {'nudge_dead_letters_total{consumer="write-audit", topic="task-events"}': "3x15"},
    ),
    "DeadLettersLeft": (
        90,
        {'nudge_dead_letters_open{consumer="write-audit"}': "0 2x90"},
        {'nudge_dead_letters_open{consumer="write-audit"}': "0 2x40 0x50"},
    ),
    "EventsFail": (
        15,
        {HANDLED.format("write-audit", "success"): "0+2x15", HANDLED.format("write-audit", "retry"): "0+1x15"},
        {HANDLED.format("write-audit", "success"): "0+20x15", HANDLED.format("write-audit", "retry"): "0+1x15"},
    ),
    "GenerationFails": (15, {GENERATION_FAILED: "0x4 1x15"}, {GENERATION_FAILED: "2x15", GENERATED: "0+3x15"}),
    "RemindersNotFired": (
        10,
        {"nudge_reminders_overdue_seconds": "0+60x10"},
        {"nudge_reminders_overdue_seconds": "0 60 130 0x10"},
    ),
    "DatabaseNotReached": (
        10,
        {'nudge_backlog_read{process="requests"}': "0x10", 'nudge_backlog_read{process="events"}': "0x10"},
        {'nudge_backlog_read{process="requests"}': "1x10", 'nudge_backlog_read{process="events"}': "0x10"},
    ),
    "FirstTasksNeedHelp": (120, {HELPED: "0+1x120", ALONE: "0+4x120"}, {HELPED: "0+1x120", ALONE: "0+40x120"}),
    "RemindersLate": (
        20,
        {LATENESS.format("5"): "0x20", LATENESS.format("15"): "0+1x20", LATENESS.format("+Inf"): "0+1x20"},
        {LATENESS.format("1"): "0+1x20", LATENESS.format("5"): "0+1x20", LATENESS.format("+Inf"): "0+1x20"},
    ),
    "RemindersVeryLate": (
        10,
        {FIRED + '{late="true"}': "0x5 1x10"},
        {FIRED + '{late="true"}': "4x15", FIRED + '{late="false"}': "0+1x15"},
    ),
    "RemindersFailed": (10, {GIVEN_UP: "0x5 1x10"}, {GIVEN_UP: "7x15"}),
    "ReminderDeliveryRateLow": (90, {SENT: "0+9x90", GIVEN_UP: "0+1x90"}, {SENT: "0+990x90", GIVEN_UP: "0+10x90"}),
    "RemindersFiredButNotDelivered": (45, {FIRED: "0+1x45", SENT: "5x45"}, {FIRED: "0+1x45", SENT: "0+1x45"}),
    "MailProviderFails": (30, {MAILED: "0+2x30", MAIL_FAILED: "0+1x30"}, {MAILED: "0+9x30", MAIL_FAILED: "0+1x30"}),
    "ReminderEventsLag": (
        15,
        {'nudge_event_lag_seconds{function="send-notification"}': "90x15"},
        {'nudge_event_lag_seconds{function="send-notification"}': "20x15"},
    ),
    "ReminderAlarmNotHeard": (45, {"nudge_reminder_alarm_heard": "0x45"}, {"nudge_reminder_alarm_heard": "0x20 1x25"}),
}


def test_every_alert_has_its_trouble() -> None:
    assert CASES.keys() == {rule["alert"] for rule in ALERTS}


def test_prometheus_accepts_the_rules() -> None:
    checked = subprocess.run([promtool(), "check", "rules", str(FILE)], capture_output=True, text=True, timeout=60)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("alert", sorted(CASES))
def test_an_alert_fires_on_its_trouble_and_only_then(alert: str, tmp_path: Path) -> None:
    steps, trouble, none = CASES[alert]
    assert alert in _firing(steps, trouble, alert, tmp_path)
    assert alert not in _firing(steps, none, alert, tmp_path)


def _firing(steps: int, series: Series, alert: str, folder: Path) -> set[str]:
    """What fires then: asked of promtool by expecting that the alert does not, which it contradicts when it does."""
    step = STEP.get(alert, 1)
    case: dict[str, Any] = {
        "rule_files": [str(FILE)],
        "evaluation_interval": f"{step}m",
        "tests": [
            {
                "interval": f"{step}m",
                "input_series": [{"series": name, "values": values} for name, values in series.items()],
                "alert_rule_test": [{"eval_time": f"{steps * step}m", "alertname": alert, "exp_alerts": []}],
            }
        ],
    }
    file = folder / "case.yaml"
    file.write_text(yaml.safe_dump(case))
    asked = subprocess.run([promtool(), "test", "rules", str(file)], capture_output=True, text=True, timeout=60)
    if asked.returncode == 0:
        return set()
    told = asked.stdout + asked.stderr
    assert f"alertname: {alert}, time:" in told, told
    assert "got:" in told, told
    return {alert}
