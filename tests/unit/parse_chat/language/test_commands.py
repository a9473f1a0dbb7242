"""Which operation a message asks for, and its object."""

from datetime import datetime
from typing import Any

import pytest

from functions.parse_chat.language.engine import read
from functions.parse_chat.language.reading import Reading

NOW = datetime(2026, 11, 24, 10, 0)


def said(text: str) -> Reading:
    return read(text, NOW, "UTC")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Create a task to call mom on Sunday at 3pm", "call mom"),
        ("can you please remind me that I need to Water the Plants", "Water the Plants"),
        ("Buy milk tomorrow at 5pm, remind me an hour before", "Buy milk"),
        ("add “The 9/11 Report” to my reading list", "The 9/11 Report"),
        ("remind me tomorrow at ten am about the meeting", "the meeting"),
        ("put eggs on the grocery list", "eggs"),
        ("to my shopping list please add 🥛 milk", "🥛 milk"),
        ("i don't want to forget to call mom", "call mom"),
        ("set reminder for tomorrow to eat", "eat"),
        ("create a reminder to remind me to check the oven", "check the oven"),
        ("new todo: fix the sink #home !high", "fix the sink"),
        ("cleaning needs to go on my list", "cleaning"),
        ("urgent: call the landlord", "call the landlord"),
        ("change the cat litter", "change the cat litter"),
        ("remind me to delete old photos", "delete old photos"),
        ("i need to be reminded to pray", "pray"),
    ],
)
def test_creations(text: str, title: str) -> None:
    reading = said(text)
    assert (reading.operation, reading.data["title"]) == ("create", title)


@pytest.mark.parametrize(
    ("text", "operation", "target"),
    [
        ("Mark buy groceries as complete", "complete", "buy groceries"),
        ("check apples off my list", "complete", "apples"),
        ("I have completed buy milk", "complete", "buy milk"),
        ("the laundry is done", "complete", "laundry"),
        ("task done do my taxes, please mark it as done", "complete", "do my taxes"),
        ("Delete walk dog task", "delete", "walk dog"),
        ("delete the task meet John next Friday", "delete", "meet John next Friday"),
        ("take tennis practice off my to do list", "delete", "tennis practice"),
        ("i don't need mowing the lawn on my to do list anymore", "delete", "mowing the lawn"),
        ("restore walk dog", "restore", "walk dog"),
    ],
)
def test_targets(text: str, operation: str, target: str) -> None:
    reading = said(text)
    assert (reading.operation, reading.data["target"]) == (operation, target)


@pytest.mark.parametrize(
    ("text", "target", "changes"),
    [
        ("Change submit report due date to Monday", "submit report", {"due_at": "2026-11-30"}),
        ("rename the clean my room task to family vacation", "clean my room", {"title": "family vacation"}),
        ("make the report high priority", "report", {"priority": "high"}),
        ("push the report back two days", "report", {"shift": {"months": 0, "days": 2, "seconds": 0}}),
        ("make it an hour earlier", None, {"shift": {"months": 0, "days": 0, "seconds": -3600}}),
        ("tag the report as work", "report", {"tags": ["work"]}),
        (
            "make the laundry repeat every week",
            "laundry",
            {"recurrence": {"pattern": "weekly", "interval": 1, "rrule": "FREQ=WEEKLY"}},
        ),
        ("remove the due date from laundry", "laundry", {"due_at": None}),
        ("mark laundry as not done", "laundry", {"status": "active"}),
        ("change my event from tomorrow to saturday", "event", {"due_at": "2026-11-28"}),
    ],
)
def test_changes(text: str, target: str | None, changes: dict[str, Any]) -> None:
    reading = said(text)
    assert reading.operation == "update"
    assert reading.data["changes"] == changes
    if target != "event":
        assert reading.data["target"] == target


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("What are my tasks?", {"status": "active"}),
        ("what's due this week?", {"status": "active", "due_from": "2026-11-23", "due_to": "2026-11-29"}),
        ("overdue high-priority work stuff", {"status": "active", "priority": "high", "overdue": True}),
        ("how many tasks do i have", {"status": "active", "count": True}),
        ("is mop the floor already in my reminders", {"status": "active", "q": "mop the floor", "asks": True}),
        ("show my shopping list", {"status": "active", "tag": "shopping"}),
        ("show completed tasks", {"status": "completed"}),
    ],
)
def test_queries(text: str, filters: dict[str, Any]) -> None:
    reading = said(text)
    assert (reading.operation, reading.data["filters"]) == ("query", filters)


@pytest.mark.parametrize(
    "text",
    [
        "what's the weather like", "tell me a joke", "how do i bake a cake", "thanks that was really helpful", "spell necessary",
        "can you dim the brightness", "my card got declined yesterday", "track my order", "how many steps have i taken today",
    ],
)  # fmt: skip
def test_what_is_no_business_of_a_todo_list(text: str) -> None:
    assert said(text).operation == "none"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Create a task for later", "title"),
        ("can i set a reminder", "title"),
        ("remind me later to call bill", "due_at"),
        ("Delete todo", "target"),
        ("reschedule the dentist", "due_at"),
        ("change to 2 am", "target"),
        ("change the meeting", "changes"),
    ],
)
def test_what_is_missing_is_asked_for(text: str, field: str) -> None:
    asked = said(text).clarification
    assert asked is not None and asked.field == field


def test_a_task_without_a_date_needs_no_question() -> None:
    reading = said("add call mom")
    assert reading.clarification is None and reading.data["due_at"] is None


@pytest.mark.parametrize(
    ("text", "selection"),
    [
        ("complete everything tagged home", {"all": True, "tag": "home"}),
        ("delete all completed tasks", {"all": True, "status": "completed"}),
        ("Remove the first todo", {"ordinal": 1}),
        ("delete the last task", {"ordinal": -1}),
        ("mark task three as done", {"ordinal": 3}),
        ("delete it", {"it": True}),
        ("clear my to do list", {"all": True}),
    ],
)
def test_selections(text: str, selection: dict[str, Any]) -> None:
    assert said(text).data["select"] == selection


def test_for_good_is_permanent() -> None:
    assert said("delete walk dog for good").data["permanent"] is True
    assert said("delete walk dog").data["permanent"] is False


@pytest.mark.parametrize(
    ("text", "reminders"),
    [
        (
            "add gym tomorrow at 5pm and remind me 15 minutes before and the day before",
            [{"lead_minutes": 15}, {"lead_minutes": 1440}],
        ),
        ("remind me at 7 pm to start dinner", [{"lead_minutes": 0}]),
        ("add gym on friday, remind me tomorrow at 9am", [{"at": "2026-11-25T09:00:00+00:00"}]),
        ("add gym tomorrow", []),
    ],
)
def test_reminders(text: str, reminders: list[dict[str, Any]]) -> None:
    assert said(text).data["reminders"] == reminders


@pytest.mark.parametrize(
    ("text", "priority", "tags"),
    [
        ("add call bob !high #work #home", "high", ["work", "home"]),
        ("add fix login p1", "high", []),
        ("add sweep with low priority", "low", []),
        ("add call bob, tag it work", None, ["work"]),
        ("add buy a high chair", None, []),
        ("add close issue #42", None, []),
    ],
)
def test_priorities_and_tags(text: str, priority: str | None, tags: list[str]) -> None:
    reading = said(text)
    assert (reading.data["priority"], reading.data["tags"]) == (priority, tags)


def test_a_list_that_should_hold_a_task_is_not_emptied() -> None:
    reading = said("my list should have clean the attic on it")
    assert (reading.operation, reading.data["title"]) == ("create", "clean the attic")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("ironing can be taken off my list", "ironing"),
        ("i want painting removed from my to do list", "painting"),
        ("call off the picnic with ben", "picnic with ben"),
        ("drop my appointment with the dentist", "appointment with the dentist"),
    ],
)
def test_more_ways_to_take_a_task_away(text: str, target: str) -> None:
    reading = said(text)
    assert (reading.operation, reading.data["target"]) == ("delete", target)


@pytest.mark.parametrize(
    ("text", "target"),
    [("paid the gas bill", "gas bill"), ("cleaned my bike yesterday", "bike"), ("called mom", "mom")],
)
def test_a_deed_without_the_doer_is_done(text: str, target: str) -> None:
    reading = said(text)
    assert (reading.operation, reading.data["target"]) == ("complete", target)


@pytest.mark.parametrize("text", ["baked beans for dinner", "read the contract", "finish all the wine at the party"])
def test_words_that_look_like_deeds_make_tasks(text: str) -> None:
    assert said(text).operation == "create"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("snooze the laundry task for 20 minutes", 1200),
        ("start my meeting an hour later", 3600),
        ("set the call earlier by 15 minutes", -900),
    ],
)
def test_more_ways_to_shift_a_time(text: str, seconds: int) -> None:
    assert said(text).data["changes"]["shift"]["seconds"] == seconds


def test_a_due_date_that_should_be_another_is_changed() -> None:
    reading = said("the due date of pay taxes should be friday")
    assert (reading.operation, reading.data["target"], reading.data["changes"]["due_at"]) == (
        "update",
        "pay taxes",
        "2026-11-27",
    )


@pytest.mark.parametrize(
    "text",
    [
        "there's something i need to remember", "i need help remembering something", "i have a reminder to set", "set a new reminder please",
        "i would like a reminder set", "add more to my shopping list",
    ],
)  # fmt: skip
def test_a_task_without_words_is_asked_for(text: str) -> None:
    reading = said(text)
    assert reading.operation == "create"
    assert reading.clarification is not None and reading.clarification.field == "title"


@pytest.mark.parametrize(
    "text",
    [
        "tell nora about the leak",
        "give the cat its pills",
        "turn in the timesheet",
        "stop by the tailor",
        "show sam the attic",
    ],
)
def test_deeds_for_others_are_tasks(text: str) -> None:
    assert said(text).operation == "create"


@pytest.mark.parametrize(
    "text", ["tell me a riddle", "show the forecast", "give directions to the zoo", "turn off the lamp"]
)
def test_work_for_an_assistant_is_none(text: str) -> None:
    assert said(text).operation == "none"


@pytest.mark.parametrize(
    ("text", "target"),
    [("give the essay a due date of friday", "essay"), ("the essay should be due friday", "essay")],
)
def test_more_ways_to_date_a_task(text: str, target: str) -> None:
    reading = said(text)
    assert (reading.operation, reading.data["target"], reading.data["changes"]["due_at"]) == (
        "update",
        target,
        "2026-11-27",
    )


@pytest.mark.parametrize(
    ("text", "target", "changes"),
    [
        ("add a due date to the quarterly report: friday", "quarterly report", {"due_at": "2026-11-27"}),
        ("set a deadline of monday for the tax return", "tax return", {"due_at": "2026-11-30"}),
        ("bump the tax return to high", "tax return", {"priority": "high"}),
        ("move the tax return to low priority", "tax return", {"priority": "low"}),
    ],
)
def test_dates_and_priorities_that_are_given_to_a_task(text: str, target: str, changes: dict[str, Any]) -> None:
    reading = read(text, NOW, "UTC")
    assert (reading.operation, reading.data["target"], reading.data["changes"]) == ("update", target, changes)


@pytest.mark.parametrize("text", ["why did I get this reminder?", "why did i get a reminder", "why was I reminded"])
def test_why_a_reminder_came_is_for_the_audit_trail(text: str) -> None:
    reading = read(text, NOW, "UTC")
    assert (reading.operation, reading.data["filters"]["audit"]) == ("query", "audit-why")
