"""The messages as a mail program reads them."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest

from functions.send_notification.digest import Entry, digest
from functions.send_notification.letter import Letterhead, reminder_letter, verification_letter
from shared import links

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HEAD = Letterhead("Nudge <nudge@example.com>", "ann@example.org", "https://nudge.example.com", "key")
ID = UUID("01900000-0000-7000-8000-000000000001")
SUNDAY = "Sunday, November 29, 2026 at 3:00 PM"


def letter(*entries: Entry, head: Letterhead = HEAD) -> EmailMessage:
    raw = reminder_letter(digest(ID, NOW, entries), head)
    return message_from_bytes(raw, _class=EmailMessage, policy=policy.default)


def entry(title: str = "Call mom", due: str = SUNDAY, late: str = "") -> Entry:
    return Entry(UUID(int=5), UUID(int=6), title, due, late)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part
    return str(part.get_content())


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_both_parts_name_the_task_its_time_and_its_place(kind: str) -> None:
    text = body(letter(entry()), kind)
    assert "Call mom" in text
    assert SUNDAY in text
    assert f"https://nudge.example.com/?task={UUID(int=6)}" in text


def test_the_headers_say_what_it_is_and_how_to_end_it() -> None:
    message = letter(entry())
    assert message["Subject"] == "Reminder: Call mom"
    assert message["To"] == "ann@example.org"
    assert message["Message-ID"] == f"<{ID}@example.com>"
    assert message["X-Nudge-Trigger"] == str(ID)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = message["List-Unsubscribe"].strip("<>")
    read = links.read(link.rpartition("/")[2], "key", NOW)
    assert (read.action, read.subject) == ("unsubscribe", links.address_mark("ann@example.org"))


def test_its_links_act_on_that_reminder() -> None:
    found = [word for word in body(letter(entry()), "plain").split() if "/links/" in word]
    actions = [links.read(link.rpartition("/")[2], "key", NOW) for link in found]
    assert [(each.action, each.minutes) for each in actions] == [("complete", 0), ("snooze", 60), ("unsubscribe", 0)]
    assert {each.subject for each in actions[:2]} == {UUID(int=5)}


def test_the_same_message_again_is_the_same_message() -> None:
    first, again = letter(entry()), letter(entry())
    for name in ("Message-ID", "Date", "Subject", "List-Unsubscribe"):
        assert first[name] == again[name]
    assert body(first, "plain") == body(again, "plain")


def test_a_late_one_says_since_when() -> None:
    text = body(letter(entry(late="Sunday, November 29, 2026 at 2:00 PM")), "plain")
    assert "This reminder is late: it was meant for Sunday, November 29, 2026 at 2:00 PM." in text
    assert "late" not in body(letter(entry()), "plain")


def test_many_lead_to_the_rest() -> None:
    text = body(letter(*[entry(f"Task {n}") for n in range(12)]), "plain")
    assert "Task 9" in text
    assert "Task 10" not in text
    assert f"and 2 more: https://nudge.example.com/?digest={ID}" in text


def test_a_title_cannot_become_markup_or_a_header() -> None:
    message = letter(entry('<script>alert("x")</script> & Co'))
    assert "<script>" not in body(message, "html")
    assert '<script>alert("x")</script> & Co' in body(message, "plain")
    assert message["Subject"].startswith("Reminder: <script>")


def test_without_an_address_of_its_own_it_has_no_links() -> None:
    message = letter(entry(), head=Letterhead("nudge@example.com", "ann@example.org", "", "key"))
    assert "http" not in body(message, "plain").replace("https://nudge", "")
    assert message["List-Unsubscribe"] is None


def test_without_a_key_it_has_no_links_that_act() -> None:
    message = letter(entry(), head=Letterhead("nudge@example.com", "ann@example.org", "https://nudge.example.com"))
    assert "/links/" not in body(message, "plain")
    assert "?task=" in body(message, "plain")


def test_a_confirmation_holds_its_link() -> None:
    raw = verification_letter(ID, NOW, HEAD)
    text = body(message_from_bytes(raw, _class=EmailMessage, policy=policy.default), "plain")
    (link,) = [word for word in text.split() if "/links/" in word]
    read = links.read(link.rpartition("/")[2], "key", NOW)
    assert (read.action, read.subject) == ("verify-email", links.address_mark("ann@example.org"))
