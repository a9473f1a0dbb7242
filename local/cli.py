"""The command `nudge`. Each command is a module of local/commands with HELP, `arguments` and `run`."""

import argparse
import importlib
import os
import sys
from pathlib import Path
from types import ModuleType

from local.errors import LocalError

_COMMANDS = (
    "up",
    "down",
    "status",
    "chat",
    "tasks",
    "logs",
    "doctor",
    "probe",
    "backup",
    "restore",
    "token",
    "model",
    "push",
    "dead-letters",
    "rebuild",
    "occurrences",
)
_PARSE = Path(__file__).resolve().parent.parent / "functions" / "parse_chat" / "parse_command.py"


def main(argv: list[str] | None = None) -> int:
    """Runs one command; what goes wrong by design is told in one sentence on standard error."""
    given = sys.argv[1:] if argv is None else argv
    if given[:1] == ["parse"] and _PARSE.exists():
        return int(importlib.import_module("functions.parse_chat.parse_command").main(given[1:]))
    options = _parser().parse_args(given)
    try:
        return int(options.command.run(options))
    except LocalError as error:
        print(f"nudge: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (`nudge tasks | head`); Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except OSError as error:
        print(f"nudge: the system refused: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nudge", description="A todo assistant that you talk to.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in _COMMANDS:
        module: ModuleType = importlib.import_module(f"local.commands.{name.replace('-', '_')}")
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(command)
        command.set_defaults(command=module)
    if _PARSE.exists():
        commands.add_parser("parse", help="show how a sentence is understood", add_help=False)
    return parser


if __name__ == "__main__":
    sys.exit(main())
