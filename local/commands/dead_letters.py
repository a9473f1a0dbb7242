"""`nudge dead-letters`: events that a function could not process."""

import argparse
import json
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from local.client import Client, RefusedError
from local.commands.tasks import zone
from local.errors import LocalError
from local.progress import Progress
from local.terminal import plain, table

HELP = "list, look into, replay or discard events that a function could not process"
_PATH = "/api/dead-letters"
_PAGE = "500"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(action=_list, json=False, all=False, consumer=None)
    actions = parser.add_subparsers(metavar="ACTION")
    listing = actions.add_parser("list", help="those that wait (the default)")
    listing.add_argument("--all", action="store_true", help="also those that were processed or discarded since")
    listing.add_argument("--consumer", help="only those of this function")
    listing.set_defaults(action=_list)
    showing = actions.add_parser("show", help="one with its event, its reason and its times")
    showing.set_defaults(action=_show)
    replaying = actions.add_parser("replay", help="hand the event to the function once more")
    which = replaying.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", metavar="ID")
    which.add_argument("--all", action="store_true", help="all that wait, oldest first")
    replaying.set_defaults(action=_replay)
    discarding = actions.add_parser("discard", help="let the function pass over the event for ever")
    discarding.set_defaults(action=_discard)
    for action in (showing, discarding):
        action.add_argument("id", metavar="ID")
    for each in (parser, listing, showing, replaying, discarding):
        # Without a default of its own, so that one given before the action counts.
        each.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="as JSON")


def run(options: argparse.Namespace) -> int:
    action: Callable[[argparse.Namespace, Client], int] = options.action
    return action(options, Client())


def fetch(client: Client, **query: str) -> list[dict[str, Any]]:
    """The letters that wait (or as `query` says), oldest first."""
    letters: list[dict[str, Any]] = []
    asked = {"limit": _PAGE, **query}
    while True:
        page = client.get(_PATH, **asked)
        letters += page["items"]
        if page["next"] is None:
            return letters[::-1]
        asked["cursor"] = page["next"]


def rows(letters: list[dict[str, Any]], place: ZoneInfo) -> list[list[str]]:
    """The table's rows with its heading; the reason comes first, as it is what may be cut."""
    content = [
        [
            plain(each["reason"].partition("\n")[0]),
            each["consumer"] or "unknown",
            plain(each["type"] or "—"),
            str(each["attempts"]),
            each["status"],
            _time(each["last_at"], place),
            each["id"],
        ]
        for each in letters
    ]
    return [["REASON", "FUNCTION", "EVENT", "ATTEMPTS", "STATUS", "LAST", "ID"], *content]


def described(letter: dict[str, Any], place: ZoneInfo) -> str:
    """Everything about one, the event last."""
    told = {name: value for name, value in letter.items() if name not in ("event", "raw", "truncated")}
    for name in ("first_at", "last_at", "settled_at"):
        told[name] = _time(told[name], place) if told[name] else None
    lines = [f"{name.replace('_', ' '):<15} {'—' if value is None else value}" for name, value in told.items()]
    if letter["event"] is not None:
        lines += ["", json.dumps(letter["event"], indent=2, ensure_ascii=False)]
    else:
        lines += [
            "",
            f"It is no event. {'The beginning' if letter['truncated'] else 'All'} of it, in base64:",
            letter["raw"] or "—",
        ]
    return plain("\n".join(lines))


def _list(options: argparse.Namespace, client: Client) -> int:
    query = {"status": "all"} if options.all else {}
    if options.consumer:
        query["consumer"] = options.consumer
    letters = fetch(client, **query)
    if options.json:
        _print(letters)
    elif not letters:
        print("No dead letters.")
    else:
        columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        print(table(rows(letters, zone()), columns))
    return 0


def _show(options: argparse.Namespace, client: Client) -> int:
    letter = client.get(f"{_PATH}/{_id(options.id)}")
    if options.json:
        _print(letter)
    else:
        print(described(letter, zone()))
    return 0


def _replay(options: argparse.Namespace, client: Client) -> int:
    if not options.all:
        return _decide(options, client, "replay", "Handed over again; `nudge dead-letters show` tells the outcome.")
    return _replay_all(options, client)


def _replay_all(options: argparse.Namespace, client: Client) -> int:
    """One that cannot be replayed does not keep the others from it; then the exit code is 1."""
    letters, refused = [each for each in fetch(client) if each["status"] == "open"], []
    progress = Progress(sys.stderr)
    progress.step(f"Replaying {len(letters)}")
    for each in letters:
        try:
            client.post(f"{_PATH}/{each['id']}/replay", {})
        except RefusedError as error:
            refused.append({"id": each["id"], "reason": str(error)})
        progress.tick()
    progress.done()
    if options.json:
        _print({"replayed": len(letters) - len(refused), "refused": refused})
    else:
        print(f"{len(letters) - len(refused)} handed over again.")
        for one in refused:
            print(f"{one['id']}: {one['reason']}")
    return 1 if refused else 0


def _discard(options: argparse.Namespace, client: Client) -> int:
    return _decide(options, client, "discard", "Discarded: the function passes over this event.")


def _decide(options: argparse.Namespace, client: Client, decision: str, said: str) -> int:
    letter = client.post(f"{_PATH}/{_id(options.id)}/{decision}", {})
    if options.json:
        _print(letter)
    else:
        print("The event has been processed since." if letter["status"] == "processed" else said)
    return 0


def _id(text: str) -> str:
    """As it stands in a path."""
    if not text.replace("-", "").isalnum():
        raise LocalError(f"{plain(text)} is no id. `nudge dead-letters` lists them.")
    return text


def _time(text: str, place: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(text).astimezone(place):%Y-%m-%d %H:%M:%S}"


def _print(content: object) -> None:
    json.dump(content, sys.stdout, indent=2, ensure_ascii=False)
    print()
