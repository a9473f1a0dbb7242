"""What checks of terraform/ need beside Python's packages: built or fetched once, with progress, and kept outside the repository."""

import os
import platform
import shutil
import sys
import zlib
from pathlib import Path

from tests.lane.errors import LaneError
from tests.lane.programs import ROOT, cache, digest, run
from tests.terraform.schemas.published import Use, mirror, unpack, uses

_TFLINT = "0.64.0"
_PROVIDER = Path(__file__).parent / "schemas" / "provider"
_REQUIREMENTS = ROOT / "requirements"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}

_HELP = {
    "terraform": "Terraform is missing: install version 1.11 or newer.",
    "go": "Go is missing: tflint and the provider that knows published schemas are built with it. Install Go 1.25 or newer.",
}


def needed(tool: str) -> Path:
    """Where a tool of this machine is. Raises LaneError when it is missing."""
    found = shutil.which(tool)
    if found is None:
        raise LaneError(_HELP[tool])
    return Path(found)


def target() -> str:
    """This machine as Terraform names it, such as linux_amd64."""
    return f"{sys.platform}_{_ARCHITECTURES.get(platform.machine(), platform.machine())}"


def schemas(more: frozenset[Use] = frozenset()) -> Path:
    """A mirror of the published providers with the schemas of all that terraform/ uses, and of `more`."""
    wanted = uses(ROOT / "terraform") | more
    names = "\n".join(f"{use.kind} {use.provider}_{use.name}" for use in sorted(wanted))
    sources = [
        *sorted(Path(__file__).parent.glob("schemas/*.py")),
        *_provider_sources(),
        _REQUIREMENTS / "bindings.txt",
    ]
    place = cache() / "terraform" / f"schemas-{digest(sources)}-{zlib.crc32(names.encode()):08x}"
    if not place.exists():
        new = place.with_suffix(f".{os.getpid()}")
        mirror(new, _bindings(), _schema_provider(), target(), wanted)
        new.replace(place)
    return place


def tflint() -> Path:
    place = cache() / "bin" / f"tflint-{_TFLINT}"
    if not place.exists():
        needed("go")
        new = cache() / "bin" / f"tflint.{os.getpid()}"
        module = f"github.com/terraform-linters/tflint@v{_TFLINT}"
        run(
            f"Building tflint {_TFLINT} (some minutes the first time)",
            ["go", "install", module],
            ROOT,
            {"GOBIN": str(new)},
        )
        (new / "tflint").replace(place)
        new.rmdir()
    return place


def _bindings() -> Path:
    """The unpacked bindings: a folder for each provider."""
    place = (
        cache()
        / "terraform"
        / f"bindings-{digest([_REQUIREMENTS / 'bindings.txt', Path(__file__).parent / 'schemas' / 'published.py'])}"
    )
    if not place.exists():
        wheels = cache() / "terraform" / f"wheels.{os.getpid()}"
        fetch = [
            sys.executable,
            "-m",
            "pip",
            "-q",
            "--disable-pip-version-check",
            "download",
            "--no-deps",
            "--require-hashes",
            "-d",
            str(wheels),
            "-r",
        ]
        run(
            "Fetching the published schemas of providers (150 MB)",
            [*fetch, str(_REQUIREMENTS / "bindings.txt")],
            ROOT,
            {},
        )
        new = place.with_suffix(f".{os.getpid()}")
        print("Unpacking them (about a minute) …", file=sys.stderr, flush=True)
        unpack(wheels, new)
        shutil.rmtree(wheels)
        new.replace(place)
    return place


def _provider_sources() -> list[Path]:
    return [*sorted(_PROVIDER.glob("*.go")), _PROVIDER / "go.mod", _PROVIDER / "go.sum"]


def _schema_provider() -> Path:
    place = cache() / "bin" / f"schemas-{digest(_provider_sources())}"
    if not place.exists():
        needed("go")
        new = place.with_suffix(f".{os.getpid()}")
        run(
            "Building the provider that knows published schemas",
            ["go", "build", "-trimpath", "-o", str(new), "."],
            _PROVIDER,
            {"CGO_ENABLED": "0"},
        )
        new.replace(place)
    return place
