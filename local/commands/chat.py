"""`nudge chat`: talk to Nudge in the terminal."""

import argparse
import locale
import sys
from pathlib import Path
from typing import Any

from local.client import Client, RefusedError
from local.config import read_settings
from local.last_conversation import keep_conversation, last_conversation
from local.terminal import plain
from local.zone import local_zone

HELP = "say something to Nudge, or have a conversation"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "message",
        nargs="*",
        help="one message, which goes on where this terminal left off; without it a conversation begins",
    )


def run(options: argparse.Namespace) -> int:
    settings = read_settings()
    if options.message:
        conversation = Conversation(Client(settings), settings.home, last_conversation(settings.home))
        print(conversation.say(" ".join(options.message)))
        return 0
    return _talk(Conversation(Client(settings), settings.home))


class Conversation:
    """What was said before is remembered by Nudge under the conversation's id."""

    def __init__(self, client: Client, home: Path, known: str | None = None) -> None:
        """`known`: the id of one that is to go on."""
        self._client, self._home, self._id = client, home, known

    def say(self, message: str) -> str:
        """One message; returns the reply, with the choices when it is a question."""
        body: dict[str, Any] = {"message": message, "timezone": local_zone()}
        language = (locale.getlocale()[0] or "").replace("_", "-")
        if language not in ("", "C", "POSIX"):
            body["locale"] = language
        if self._id:
            body["conversation_id"] = self._id
        answer = self._client.post("/api/chat", body)
        self._id = str(answer["conversation_id"])
        keep_conversation(self._home, self._id)
        choices = (answer.get("clarification") or {}).get("options") or []
        return plain("\n".join([answer["reply"], *(f"  · {choice}" for choice in choices)]))


def _talk(conversation: Conversation) -> int:
    if sys.stdin.isatty():
        import readline  # noqa: F401 - gives input() line editing

        print("Type what is to be done, for example: Buy milk tomorrow at 5pm. Ctrl-D ends.")
    while True:
        try:
            message = input("> " if sys.stdin.isatty() else "").strip()
        except EOFError:
            print()
            return 0
        if message:
            _answer(conversation, message)


def _answer(conversation: Conversation, message: str) -> None:
    """A message that is refused does not end the conversation."""
    try:
        print(conversation.say(message))
    except RefusedError as refusal:
        print(refusal)
