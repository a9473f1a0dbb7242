"""The tools that judge charts and workflows: from the PATH if they are there, else built by Go or installed by pip, once, outside the repository."""

import os
import shutil
import venv
from pathlib import Path

from tests.lane.errors import LaneError
from tests.lane.programs import ROOT, cache, digest, run

_SOURCES = {
    "helm": "helm.sh/helm/v3/cmd/helm@v3.22.0",
    "kubeconform": "github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0",
    "kube-score": "github.com/zegl/kube-score/cmd/kube-score@v1.20.0",
    "actionlint": "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12",
    "gitleaks": "github.com/zricethezav/gitleaks/v8@v8.30.1",
}
_NO_GO = "Go is missing: {tool} is built with it. Install Go 1.21 or newer (it fetches a newer one by itself), or put {tool} on the PATH."


def program(tool: str) -> Path:
    """Where helm, kubeconform, kube-score or actionlint is; raises LaneError when it is not there and Go is missing too."""
    found = shutil.which(tool)
    return Path(found) if found else _built(tool, _SOURCES[tool])


def checkov() -> Path:
    """In an environment of its own: it pins versions that are not ours."""
    pinned = ROOT / "requirements" / "checkov.txt"
    folder = cache() / f"checkov-{digest([pinned])}"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        install = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        install += ["--require-hashes", "-r", str(pinned)]
        run("Installing checkov (some minutes the first time)", install, ROOT, {})
        (folder / "ready").touch()
    return folder / "bin" / "checkov"


def _built(tool: str, source: str) -> Path:
    target = cache() / "bin" / f"{tool}-{source.rpartition('@')[2]}"
    if not target.exists():
        if shutil.which("go") is None:
            raise LaneError(_NO_GO.format(tool=tool))
        folder = cache() / "bin" / f"{tool}.{os.getpid()}"
        command = ["go", "install", "-trimpath", "-ldflags", "-s -w", source]
        run(f"Building {tool} (some minutes the first time)", command, cache(), {"GOBIN": str(folder)})
        (folder / tool).replace(target)
        folder.rmdir()
    return target
