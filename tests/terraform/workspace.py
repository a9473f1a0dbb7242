"""A copy of terraform/ in which Terraform may work, and be wrong on purpose."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.lane.process import clean_environment
from tests.lane.programs import ROOT

_AWS = "registry.terraform.io/hashicorp/aws"
_MIRRORS = ("/usr/share/terraform", "/usr/local/share/terraform", "/opt", str(Path.home() / ".terraform.d"))


@dataclass(frozen=True)
class Run:
    code: int
    said: str


@dataclass(frozen=True)
class Workspace:
    """`folder` holds terraform/ and functions/functions.yaml as the repository does."""

    folder: Path
    terraform: Path
    mirror: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def copy(cls, folder: Path, terraform: Path, mirror: Path, **environment: str) -> "Workspace":
        leave = shutil.ignore_patterns(".terraform", "*.tfstate*", "*.tfvars", "*.pem")
        shutil.copytree(ROOT / "terraform", folder / "terraform", ignore=leave)
        (folder / "functions").mkdir()
        shutil.copy2(ROOT / "functions" / "functions.yaml", folder / "functions")
        (folder / "cli.tfrc").write_text(_installation(mirror), "utf-8")
        return cls(folder, terraform, mirror, environment)

    def change(self, file: str, old: str, new: str) -> None:
        """Plants a mistake; `old` must be there."""
        path = self.folder / "terraform" / file
        text = path.read_text("utf-8")
        if old not in text:
            raise LookupError(f"{file} does not say {old!r}")
        path.write_text(text.replace(old, new, 1), "utf-8")

    def run(self, place: str, *arguments: str, seconds: float = 1200) -> Run:
        """Runs Terraform in a folder of terraform/; its words come without colours and line breaks of its own."""
        folder = self.folder / "terraform" / place
        settings = {
            "TF_CLI_CONFIG_FILE": str(self.folder / "cli.tfrc"),
            "TF_IN_AUTOMATION": "1",
            "CHECKPOINT_DISABLE": "1",
        }
        command = [str(self.terraform), *arguments, "-no-color"]
        done = subprocess.run(
            command,
            cwd=folder,
            env=_environment() | settings | dict(self.environment),
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        return Run(done.returncode, done.stdout + done.stderr)

    def init(self, place: str) -> Run:
        return self.run(place, "init", "-backend=false", "-input=false")

    def json(self, place: str, *arguments: str) -> Any:
        done = self.run(place, *arguments, "-json")
        if done.code != 0:
            raise RuntimeError(done.said)
        return json.loads(done.said)


def words(said: str) -> str:
    """What Terraform said, as one line: it breaks lines where the terminal ends."""
    return " ".join(said.replace("│", " ").replace("╷", " ").replace("╵", " ").split())


def _environment() -> dict[str, str]:
    """A person's own credentials and variables must not lead a test anywhere."""
    return {
        name: value
        for name, value in clean_environment().items()
        if not name.startswith(("AWS_", "TF_", "GOOGLE_", "ARM_", "DIGITALOCEAN_"))
    }


def _installation(mirror: Path) -> str:
    """AWS' provider comes from a mirror of this machine, or from the registry when there is none; the others from the schemas."""
    local = [
        place for base in _MIRRORS for place in sorted(Path(base).glob(f"**/{_AWS}"))[:1] if os.access(place, os.R_OK)
    ]
    own = (
        f'filesystem_mirror {{\n path = "{str(local[0]).removesuffix(_AWS)}"\n include = ["{_AWS}"]\n}}'
        if local
        else f'direct {{\n include = ["{_AWS}"]\n}}'
    )
    return f'provider_installation {{\n{own}\nfilesystem_mirror {{\n path = "{mirror}"\n exclude = ["{_AWS}"]\n}}\n}}\n'


def variables(values: Mapping[str, Any]) -> Sequence[str]:
    return [f"-var={name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in values.items()]
