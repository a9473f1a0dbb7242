"""`nudge token`: the access token that guards the list."""

import argparse
import secrets
import sys

from local.config import read_settings
from local.data_folder import open_data_folder
from local.errors import LocalError
from local.instance import is_locked
from local.secrets_file import read_secrets, write_secrets

HELP = "show, make or remove the access token"
KEY = "access-token"


def arguments(parser: argparse.ArgumentParser) -> None:
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--new", action="store_true", help="make a new token; whoever is signed in must sign in again")
    choice.add_argument("--off", action="store_true", help="remove the token: no sign-in, this machine only")
    choice.add_argument("--show", action="store_true", help="print the token even when the output is no terminal")


def run(options: argparse.Namespace) -> int:
    home = read_settings().home
    if options.new or options.off:
        open_data_folder(home)
        token = secrets.token_urlsafe(24) if options.new else None
        write_secrets(home, {KEY: token})
        if options.off:
            print("The access token is removed.")
        if is_locked(home):
            print("Restart Nudge for the change to take effect.")
    elif KEY not in read_secrets(home):
        print("No access token is set. `nudge token --new` makes one.")
        return 0
    return 0 if options.off else _show(read_secrets(home)[KEY], options)


def _show(token: str, options: argparse.Namespace) -> int:
    if not (sys.stdout.isatty() or options.show or options.new):
        raise LocalError("The token is only printed on a terminal. `nudge token --show` prints it anyway.")
    print(token)
    return 0
