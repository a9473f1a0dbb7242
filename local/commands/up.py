"""`nudge up`: run Nudge in the foreground."""

import argparse

from local.config import read_settings
from local.guardian import Guardian
from local.holdings import take_holdings
from local.progress import Progress

HELP = "start Nudge and keep it running until Ctrl-C"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-v", "--verbose", action="store_true", help="show the log lines of all functions too")


def run(options: argparse.Namespace) -> int:
    settings = read_settings()
    return Guardian(settings, take_holdings(settings), Progress(), verbose=options.verbose).guard()
