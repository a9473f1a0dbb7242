"""What holds for every message."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from functions.parse_chat.language.engine import read
from functions.parse_chat.language.tokens import LIMIT
from functions.parse_chat.language.wording import spoken_due

NOW = datetime(2026, 11, 24, 10, 0)
WORDS = st.sampled_from(
    [
        "add", "remind me", "to", "delete", "complete", "change", "move", "every", "next", "friday", "tomorrow", "at", "5", "5pm", "the", "3rd",
        "march", "in", "2 weeks", "half past", "noon", "until", "before", "#home", "!high", "milk", "“x y”", "my list", "all",
        "of", "and", ",", ".", "?", "-",
        "12/03", "2026-12-01", "not", "it", "first", "an hour", "remind", "me", "before", "priority",
        "call", "is", "done", "due", "date", "\n", "🎂", "9/11",
    ]
)  # fmt: skip
SENTENCES = st.lists(WORDS, max_size=25).map(" ".join)


@given(st.text(max_size=300))
def test_any_text_has_a_reading(text: str) -> None:
    reading = read(text, NOW, "Europe/Berlin")
    assert 0 <= reading.confidence <= 1
    assert reading.as_json().keys() == {"operation", "confidence", "data", "clarification", "notice"}


@given(SENTENCES)
def test_any_order_of_telling_words_has_a_reading(text: str) -> None:
    read(text, NOW, "America/New_York", "en-US")


@given(SENTENCES)
def test_a_title_is_cut_from_the_message_in_order(text: str) -> None:
    title = read(text, NOW, "UTC").data.get("title") or ""
    place = 0
    for word in title.split():
        found = text.find(word, place)
        assert found >= 0
        place = found + len(word)


@given(SENTENCES)
def test_a_due_date_is_never_in_the_past(text: str) -> None:
    due = read(text, NOW, "UTC").data.get("due_at")
    if due is not None:
        assert date.fromisoformat(due[:10]) >= NOW.date()
        assert len(due) == 10 or datetime.fromisoformat(due) >= NOW.replace(tzinfo=ZoneInfo("UTC"))


@given(SENTENCES)
def test_spans_lie_within_the_message(text: str) -> None:
    for span in read(text, NOW, "UTC").spans:
        assert 0 <= span.start <= span.end <= len(text)


@given(st.datetimes(min_value=datetime(2026, 11, 25), max_value=datetime(2199, 12, 31)))
def test_the_printed_confirmation_read_again_gives_the_same_time(moment: datetime) -> None:
    due = moment.replace(microsecond=0)
    found = read(f"add x on {spoken_due(due)}", NOW, "UTC").data["due_at"]
    assert found is not None and datetime.fromisoformat(found).replace(tzinfo=None) == due


@given(st.dates(min_value=NOW.date() + timedelta(days=1), max_value=date(2199, 12, 31)))
def test_the_printed_confirmation_read_again_gives_the_same_day(day: date) -> None:
    assert read(f"add x on {spoken_due(day)}", NOW, "UTC").data["due_at"] == day.isoformat()


def test_a_very_long_message_is_kept_whole() -> None:
    text = "add " + "word " * LIMIT + "end"
    reading = read(text, NOW, "UTC")
    assert reading.data["title"] is not None and len(reading.data["title"]) <= 500
    assert reading.data["description"] is not None and reading.data["description"].endswith("end")
