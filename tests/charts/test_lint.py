"""`helm lint`, for each platform, and of each chart by itself."""

from pathlib import Path

import pytest

from tests.charts.render import CATALOGUE, CHARTS, GIVEN, PLATFORMS, STORES, UMBRELLA, helm

_ALONE = ("-f", UMBRELLA / "values.yaml", "-f", UMBRELLA / "values" / "eks.yaml", "-f", CATALOGUE)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_umbrella_is_clean(platform: str, umbrella: Path) -> None:
    values = ("-f", CATALOGUE, "-f", UMBRELLA / "values" / f"{platform}.yaml", *GIVEN)
    done = helm("lint", "--strict", "--kube-version", "1.33.0", umbrella, *values)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stores_are_clean() -> None:
    done = helm("lint", "--strict", "--kube-version", "1.33.0", STORES, "-f", UMBRELLA / "values" / "minikube.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_usable_alone(chart: str) -> None:
    done = helm("template", "nudge", CHARTS[chart], "--kube-version", "1.33.0", *_ALONE, *GIVEN)
    assert done.returncode == 0, done.stderr
    assert "kind:" in done.stdout


def test_a_broken_template_is_caught(umbrella: Path, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: broken\nversion: 0.1.0\n")
    (tmp_path / "templates" / "map.yaml").write_text("kind: {{ .Values.missing.kind }}\n")
    assert helm("lint", "--strict", tmp_path).returncode
