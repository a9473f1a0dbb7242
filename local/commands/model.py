"""`nudge model`: the language model that helps where the grammar is not certain."""

import argparse
import sys
from getpass import getpass

from local.config import read_settings
from local.data_folder import open_data_folder
from local.errors import LocalError
from local.instance import is_locked
from local.secrets_file import secrets_file, write_secrets

HELP = "show, set or remove the language model"


def arguments(parser: argparse.ArgumentParser) -> None:
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("name", nargs="?", metavar="NAME", help="the model's name as its provider writes it")
    choice.add_argument("--off", action="store_true", help="remove it; the built-in grammar understands alone")
    parser.add_argument("--url", default="", help="an OpenAI-compatible address; OpenAI's own when left out")
    parser.add_argument("--no-key", action="store_true", help="the server asks for no key, such as one on this machine")


def run(options: argparse.Namespace) -> int:
    from local.language_model import findings
    from local.sidecar.secrets import Secrets

    home = read_settings().home
    if options.off or options.name:
        changes = _chosen(options)
        open_data_folder(home)
        write_secrets(home, changes)
        if is_locked(home):
            print("Restart Nudge for the change to take effect.")
    elif options.url or options.no_key:
        raise LocalError("Name the model too: nudge model NAME --url ADDRESS")
    state, advice = findings(Secrets(secrets_file(home)).all())
    print(f"Language model: {state}", *([advice] if advice else []), sep="\n")
    return 1 if advice else 0


def _chosen(options: argparse.Namespace) -> dict[str, str | None]:
    """What to store; the key is asked for, so that it stands in no history of commands."""
    from functions.parse_chat.model.configuration import API_KEY, BASE_URL, NAME, BadConfiguration, configured

    if options.off:
        return dict.fromkeys((NAME, BASE_URL, API_KEY))
    key = "" if options.no_key else _key()
    chosen = {NAME: options.name, BASE_URL: options.url, API_KEY: key}
    try:
        configured(chosen)
    except BadConfiguration as error:
        raise LocalError(str(error)) from None
    return {name: value or None for name, value in chosen.items()}


def _key() -> str:
    key = getpass("Key (not shown): ") if sys.stdin.isatty() else sys.stdin.readline()
    if not key.strip():
        raise LocalError("No key was given. Type it when asked, or add --no-key for a server that asks for none.")
    return key.strip()
