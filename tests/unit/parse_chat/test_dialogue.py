"""Decisions of the dialogue: ask, or do. Pure, with tasks as plain values."""

from datetime import datetime
from typing import Any

from functions.parse_chat.dialogue.decision import decide
from functions.parse_chat.dialogue.search import search
from functions.parse_chat.dialogue.turn import Turn
from functions.parse_chat.language.engine import read
from functions.parse_chat.memory import LastChange, Memory, recalled
from functions.parse_chat.plan import Decision, from_json

NOW = datetime(2026, 11, 24, 10, 0)


def task(number: int, title: str, **more: Any) -> dict[str, Any]:
    plain = {
        "id": f"id{number}",
        "title": title,
        "status": "active",
        "due_at": None,
        "due_zone": None,
        "all_day": False,
        "priority": "medium",
    }
    return {**plain, "tags": [], "reminders": [], "recurrence": None, **more}


def said(text: str, memory: Memory | None = None, tasks: tuple[dict[str, Any], ...] = ()) -> Decision:
    turn = Turn(text, read(text, NOW, "UTC"), memory or Memory(), NOW, "UTC", read(f"add {text}", NOW, "UTC"))
    return decide(turn, tasks)


def test_one_match_is_done() -> None:
    decision = said("complete buy milk", tasks=(task(1, "buy milk"),))
    assert [(s.function, s.method, s.path) for s in decision.steps] == [
        ("complete-task", "POST", "/api/tasks/id1/complete")
    ]


def test_several_matches_become_a_question_with_options_that_answer_it() -> None:
    tasks = (task(1, "buy milk"), task(2, "buy milk", due_at="2026-11-27"))
    asked = said("delete buy milk", tasks=tasks)
    assert asked.steps == () and asked.clarification is not None
    options = asked.clarification["options"]
    assert options == ["buy milk, no due date", "buy milk, due Friday 27 November 2026"]
    assert said(options[1], asked.memory, tasks).steps[0].path == "/api/tasks/id2"
    assert said("the first one", asked.memory, tasks).steps[0].path == "/api/tasks/id1"


def test_no_answer_leaves_all_as_it_is() -> None:
    asked = said("delete buy milk", tasks=(task(1, "buy milk"), task(2, "buy milk")))
    assert said("no", asked.memory).steps == ()
    assert said("no", asked.memory).memory.pending is None


def test_a_near_title_is_offered() -> None:
    tasks = (task(1, "submit report"),)
    asked = said("complete submt report", tasks=tasks)
    assert asked.steps == () and asked.clarification is not None
    assert said("yes", asked.memory, tasks).steps[0].path == "/api/tasks/id1/complete"


def test_bulk_commands_are_confirmed_with_the_number_of_tasks() -> None:
    tasks = (task(1, "a"), task(2, "b"))
    asked = said("complete all", tasks=tasks)
    assert asked.clarification is not None and "both tasks" in asked.clarification["question"]
    assert len(said("yes", asked.memory, tasks).steps) == 2


def test_what_is_gone_when_the_answer_comes_is_left_out_of_a_bulk_command() -> None:
    asked = said("complete all", tasks=(task(1, "a"), task(2, "b")))
    assert [step.entity for step in said("yes", asked.memory, (task(2, "b"),)).steps] == ["id2"]
    assert said("yes", asked.memory, ()).say == "gone"


def test_bulk_commands_touch_only_the_kind_they_name() -> None:
    tasks = (task(1, "a", status="completed"), task(2, "b"), task(3, "c", due_at="2026-11-20"))
    assert asked_about("delete all completed tasks", tasks) == ["id1"]
    assert asked_about("delete all overdue tasks", tasks) == ["id3"]


def asked_about(text: str, tasks: tuple[dict[str, Any], ...]) -> list[str]:
    pending = said(text, tasks=tasks).memory.pending
    assert pending is not None
    return [str(each["id"]) for each in pending.candidates]


def test_the_answer_to_a_missing_date_completes_the_task() -> None:
    asked = said("remind me later to call bill")
    decision = said("tomorrow at 5", asked.memory)
    assert decision.steps[0].body is not None
    assert (decision.steps[0].body["title"], decision.steps[0].body["due_at"]) == (
        "call bill",
        "2026-11-25T17:00:00+00:00",
    )


def test_no_date_is_an_answer_too() -> None:
    asked = said("remind me later to call bill")
    assert "due_at" not in (said("no date", asked.memory).steps[0].body or {})


def test_something_else_abandons_the_question() -> None:
    asked = said("delete buy milk", tasks=(task(1, "buy milk"), task(2, "buy milk")))
    decision = said("what are my tasks?", asked.memory)
    assert decision.operation == "query" and decision.words["abandoned"] == "I left “buy milk” as it was."
    assert decision.memory.pending is None


def test_it_is_the_task_just_touched_and_is_looked_up_afresh() -> None:
    memory = Memory().after(LastChange("create", (task(1, "buy milk"),))).touching((task(1, "buy milk"),))
    turn = Turn("make it high priority", read("make it high priority", NOW, "UTC"), memory, NOW, "UTC")
    wanted = search(turn)
    assert wanted is not None and wanted.ids == ("id1",)
    assert decide(turn, (task(1, "buy milk"),)).steps[0].body == {"priority": "high"}


def test_the_second_one_is_the_second_shown() -> None:
    memory = Memory(shown=(task(1, "a"), task(2, "b")))
    assert said("complete the second one", memory, (task(2, "b"),)).steps[0].path == "/api/tasks/id2/complete"


def test_a_new_day_keeps_the_time_and_a_new_time_keeps_the_day() -> None:
    tasks = (task(1, "call bob", due_at="2026-11-26T15:00:00Z"),)
    moved = said("move call bob to friday", tasks=tasks).steps[0].body or {}
    later = said("change call bob to 5pm", tasks=tasks).steps[0].body or {}
    assert moved["due_at"] == "2026-11-27T15:00:00+00:00"
    assert later["due_at"] == "2026-11-26T17:00:00+00:00"


def test_a_shift_counts_from_the_date_of_the_task() -> None:
    tasks = (task(1, "call bob", due_at="2026-11-26T15:00:00Z"),)
    assert (said("push call bob back two days", tasks=tasks).steps[0].body or {})[
        "due_at"
    ] == "2026-11-28T15:00:00+00:00"


def test_a_shift_without_a_date_asks_for_one() -> None:
    asked = said("push call bob back two days", tasks=(task(1, "call bob"),))
    assert asked.clarification is not None and asked.clarification["field"] == "due_at"


def test_undo_restores_what_an_update_changed() -> None:
    before = task(1, "call bob", due_at="2026-11-26T15:00:00Z", due_zone="UTC")
    memory = Memory(last=LastChange("update", (before,), ({"due_at": "2026-11-27T15:00:00+00:00"},)))
    decision = said("undo", memory, (task(1, "call bob", due_at="2026-11-27T15:00:00Z", priority="high"),))
    assert [step.body for step in decision.steps] == [{"due_at": "2026-11-26T15:00:00Z", "timezone": "UTC"}]


def test_undo_of_a_creation_uses_the_trash() -> None:
    made = task(1, "a")
    decision = said("undo that", Memory(last=LastChange("create", (made,))), (made,))
    assert (decision.steps[0].method, decision.steps[0].query) == ("DELETE", ())


def test_changes_are_taken_back_one_after_the_other_and_done_again() -> None:
    tasks = (task(1, "a"), task(2, "b"))
    memory = Memory().after(LastChange("create", tasks[:1])).after(LastChange("complete", tasks[1:]))
    first = said("undo", memory, tasks)
    second = said("undo", first.memory, tasks)
    assert [step.path for step in (*first.steps, *second.steps)] == ["/api/tasks/id2/reopen", "/api/tasks/id1"]
    assert said("undo", second.memory, tasks).say == "nothing-to-undo"
    trashed = (task(1, "a", status="trashed"), tasks[1])
    again = said("redo", second.memory, trashed)
    assert [step.path for step in again.steps] == ["/api/tasks/id1/restore"]
    assert [step.path for step in said("redo", again.memory, tasks).steps] == ["/api/tasks/id2/complete"]


def test_what_was_deleted_for_good_is_not_taken_back() -> None:
    memory = Memory(last=LastChange("purge", (task(1, "a"),)))
    decision = said("undo", memory)
    assert (decision.say, decision.steps) == ("cannot-undo", ())


def test_for_good_is_asked_about_first() -> None:
    tasks = (task(1, "call mom"),)
    asked = said("delete call mom for good", tasks=tasks)
    assert asked.steps == () and asked.clarification is not None
    assert "cannot be undone" in asked.clarification["question"]
    assert said("yes", asked.memory, tasks).steps[0].query == (("permanent", "true"),)


def test_both_means_the_two_spoken_of() -> None:
    two = (task(1, "a"), task(2, "b"))
    memory = Memory().listing(two)
    assert [step.entity for step in said("complete both", memory, two).steps] == ["id1", "id2"]


def test_another_task_was_meant() -> None:
    tasks = (task(1, "call the bank"), task(2, "call the office"))
    memory = Memory().listing(tasks).after(LastChange("complete", tasks[:1])).touching(tasks[:1])
    decision = said("no, the office one", memory, tasks)
    assert [step.path for step in decision.steps] == ["/api/tasks/id2/complete", "/api/tasks/id1/reopen"]


def test_a_repeating_task_is_deleted_once_or_for_ever() -> None:
    rule = {"pattern": "daily", "interval": 1, "rrule": "FREQ=DAILY"}
    tasks = (task(1, "water plants", series_id="s1", recurrence=rule),)
    asked = said("delete water plants", tasks=tasks)
    assert asked.clarification is not None and asked.clarification["field"] == "scope"
    once, ever = asked.clarification["options"]
    assert said(once, asked.memory, tasks).steps[0].path == "/api/tasks/id1"
    assert said(ever, asked.memory, tasks).steps[0].path == "/api/series/s1"


def test_a_reminder_for_a_task_that_is_there_is_added_to_it() -> None:
    tasks = (task(1, "dentist", due_at="2026-11-30T09:00:00Z", due_zone="UTC"),)
    decision = said("remind me 15 minutes before the dentist", tasks=tasks)
    assert [step.body for step in decision.steps] == [{"reminders": [{"lead_minutes": 15}]}]


def test_plans_and_memories_survive_the_state_store() -> None:
    asked = said("delete buy milk", tasks=(task(1, "buy milk"), task(2, "buy milk")))
    assert from_json(asked.as_json()) == asked
    assert recalled(asked.memory.as_json()) == asked.memory


def test_what_is_not_in_the_trash_is_not_restored() -> None:
    done = (task(1, "call mom"),)
    touched = Memory().after(LastChange("complete", done)).touching(done)
    decision = said("restore it", touched, (task(1, "call mom"),))
    assert (decision.say, decision.steps) == ("not-in-trash", ())
    trashed = (task(1, "call mom", status="trashed"),)
    assert [step.path for step in said("restore it", touched, trashed).steps] == ["/api/tasks/id1/restore"]


def test_one_stands_for_task() -> None:
    decision = said("delete the flowers one", tasks=(task(1, "buy flowers"), task(2, "call mom")))
    assert [step.path for step in decision.steps] == ["/api/tasks/id1"]


def test_a_sentence_of_its_own_is_no_answer_to_when() -> None:
    asked = said("create a task to paint the fence later")
    assert asked.clarification is not None and asked.clarification["field"] == "due_at"
    other = said("call mom tonight", asked.memory)
    assert [step.body["title"] for step in other.steps if step.body] == ["call mom"]
    for answer in ("tomorrow at 5 please", "I think friday would be good", "let's say monday"):
        filled = said(answer, asked.memory)
        assert [step.body["title"] for step in filled.steps if step.body] == ["paint the fence"], answer


def test_a_new_statement_does_not_move_the_task_before() -> None:
    made = (task(1, "call the vet", due_at="2026-11-25"),)
    touched = Memory().after(LastChange("create", made)).touching(made)
    told = said("I have a dentist appointment on the 2nd of December at 8.45", touched)
    assert not [step for step in told.steps if step.method == "PATCH"]
    moved = said("I meant monday", touched, (task(1, "call the vet", due_at="2026-11-25"),))
    assert [step.method for step in moved.steps] == ["PATCH"]
