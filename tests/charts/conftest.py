"""The charts, packed and rendered once for each platform."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.charts.render import OPTIONS, PLATFORMS, Manifest, manifests, packed, stores, template


@pytest.fixture(scope="session")
def umbrella(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed(tmp_path_factory.mktemp("charts"))


@pytest.fixture(scope="session")
def rendered(umbrella: Path) -> Mapping[str, list[Manifest]]:
    """Platform to its manifests."""
    made = {platform: template(umbrella, platform) for platform in PLATFORMS}
    refused = {platform: done.stderr for platform, done in made.items() if done.returncode}
    assert not refused, refused
    return {platform: manifests(done.stdout) for platform, done in made.items()}


@pytest.fixture(scope="session")
def judged(rendered: Mapping[str, list[Manifest]], umbrella: Path) -> Mapping[str, list[Manifest]]:
    """The same, the stores, and a cloud with every option."""
    more = {"stores": stores(), "every option": template(umbrella, "eks", *OPTIONS)}
    refused = {name: done.stderr for name, done in more.items() if done.returncode}
    assert not refused, refused
    return {**rendered, **{name: manifests(done.stdout) for name, done in more.items()}}
