"""`nudge doctor`: what is well, what is not, and what to do about it."""

import argparse

from local.config import read_settings

HELP = "check this machine and the running Nudge"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> int:
    from local.doctor import examine

    problems = 0
    for finding in examine(read_settings()):
        print(f"{'ok' if finding.is_well else 'problem':<8} {finding.subject}: {finding.state}")
        if not finding.is_well:
            problems += 1
            print(f"{'':<8} → {finding.help}")
    print("Everything is well." if problems == 0 else f"{problems} to look at.")
    return 1 if problems else 0
