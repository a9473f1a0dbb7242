"""Conversations of several messages through the running product, which is stopped and started again in the middle of each.

A file of dialogues/ holds one: `> ` what the person says, `< ` the answer (further lines indented), `? ` the texts offered as answers.
`--- restart` is where all processes end. `python -m tests.integration.parse_chat.test_dialogues` writes the answers anew, to be read before
they are committed.
"""

import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from tests.product import Product, running

FOLDER = Path(__file__).parent / "dialogues"
RESTART = "--- restart"
DIALOGUES = tuple(sorted(FOLDER.glob("*.txt")))
Played = Mapping[str, str]


_NOW = re.compile(r"[A-Z]\w+day \d+ \w+ 20[0-8]\d( at \d\d:\d\d)?|to(day|morrow) at \d+:00 [ap]m")
"""What depends on when the test runs; the dates of the dialogues themselves are in 2099."""


_UNHEARD = """
    SELECT count(*) FROM event, (VALUES ('generate-recurrence'), ('write-audit')) AS consumer(name)
    WHERE topic = 'task-events' AND NOT EXISTS (SELECT FROM inbox WHERE consumer = name AND event_id = event.id)
"""
"""What the functions behind the chat have not done yet: the next message is about what they did."""


def _wait(product: Product) -> None:
    deadline = time.monotonic() + 30
    while product.sql(_UNHEARD) != [(0,)]:
        assert time.monotonic() < deadline, "the events of a message were not worked off"
        time.sleep(0.05)


def _timeless(text: str) -> str:
    return _NOW.sub("…", text)


class Speaker:
    """One browser with one conversation, which go on when the product is started again."""

    def __init__(self, text: str) -> None:
        before, after = text.split(f"{RESTART}\n")
        self._parts = [before, after]
        self._cookies: dict[str, str] = {}
        self._conversation: str | None = None
        self.heard: list[str] = []

    def play(self, product: Product) -> None:
        """The next part."""
        if self.heard:
            self.heard.append(RESTART)
        with httpx.Client(base_url=product.url, timeout=30, trust_env=False, cookies=self._cookies) as client:
            for line in self._parts.pop(0).splitlines():
                if line.startswith("> "):
                    self._say(client, line.removeprefix("> "))
                    _wait(product)
            self._cookies = dict(client.cookies)

    def _say(self, client: httpx.Client, message: str) -> None:
        body = {"message": message, "timezone": "Europe/Berlin", "locale": "en-GB"}
        if self._conversation:
            body["conversation_id"] = self._conversation
        answer = client.post("/api/chat", json=body).raise_for_status().json()
        self._conversation = answer["conversation_id"]
        self.heard += [f"> {message}", "< " + _timeless(answer["reply"]).replace("\n", "\n  ")]
        options = (answer["clarification"] or {}).get("options")
        self.heard += [f"? {_timeless(' | '.join(options))}"] if options else []


def play() -> Played:
    """What is said in each dialogue, by its name."""
    speakers = {path.stem: Speaker(path.read_text("utf-8")) for path in DIALOGUES}
    with TemporaryDirectory(prefix="nudge-dialogues-") as folder:
        for _ in range(2):
            with running(home=Path(folder) / "home") as product:
                for speaker in speakers.values():
                    speaker.play(product)
    return {name: "\n".join(speaker.heard) + "\n" for name, speaker in speakers.items()}


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    yield play()


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda path: path.stem)
def test_a_dialogue_goes_as_it_is_written(played: Played, dialogue: Path) -> None:
    assert played[dialogue.stem] == dialogue.read_text("utf-8")


if __name__ == "__main__":
    for name, text in play().items():
        (FOLDER / f"{name}.txt").write_text(text, "utf-8")
