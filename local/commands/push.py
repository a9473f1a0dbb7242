"""`nudge push`: the pair of keys by which Nudge pushes reminders to browsers (RFC 8292)."""

import argparse
import re

from local.config import read_settings
from local.data_folder import open_data_folder
from local.errors import LocalError
from local.instance import is_locked
from local.secrets_file import read_secrets, write_secrets

HELP = "let browsers be pushed to: show, make or remove the keys"
PUBLIC, PRIVATE, CONTACT = "push-public-key", "push-private-key", "push-contact"
_CONTACT = re.compile(r"(mailto:)?[^@\s]+@[\w-]+(\.[\w-]+)+|https://[\w-]+(\.[\w-]+)+")


def arguments(parser: argparse.ArgumentParser) -> None:
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--new", metavar="CONTACT", help="make new keys; an e-mail or https address that push services may write to"
    )
    choice.add_argument("--off", action="store_true", help="remove the keys: nothing is pushed")


def run(options: argparse.Namespace) -> int:
    home = read_settings().home
    if options.new or options.off:
        changes = _made(options.new) if options.new else dict.fromkeys((PUBLIC, PRIVATE, CONTACT))
        open_data_folder(home)
        write_secrets(home, changes)
        if is_locked(home):
            print("Restart Nudge for the change to take effect.")
    key = read_secrets(home).get(PUBLIC)
    if key:
        print(f"Browsers subscribe with this key: {key}", "Each is switched on in its own settings page.", sep="\n")
    else:
        print("Push is not set up. `nudge push --new you@example.com` makes the keys.")
    return 0


def _made(contact: str) -> dict[str, str | None]:
    """A new pair; browsers that subscribed with another one have to be switched on again."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from py_vapid.utils import b64urlencode

    if not _CONTACT.fullmatch(contact):
        raise LocalError("Give an e-mail address or an https address without a path, such as you@example.com.")
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {
        PUBLIC: b64urlencode(public),
        PRIVATE: b64urlencode(key.private_numbers().private_value.to_bytes(32, "big")),
        CONTACT: contact if ":" in contact else f"mailto:{contact}",
    }
