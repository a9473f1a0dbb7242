"""The files for people who have the Dapr CLI and Docker name exactly what there is."""

from pathlib import Path
from typing import Any

import yaml

from shared import catalogue
from tests.lane.resources import PRODUCT

DAPR = Path(__file__).parents[3] / "dapr"
KNOWN = catalogue.load()


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((DAPR / name).read_text("utf-8"))
    return content


def test_the_multi_app_file_runs_every_function() -> None:
    apps = {app["appID"]: app for app in _read("dapr.yaml")["apps"]}
    assert list(apps) == list(KNOWN.functions)
    for name, app in apps.items():
        assert app["command"][1:] == ["-m", "shared.runtime", name]
        assert app["env"]["PORT"] == str(app["appPort"])
        assert app["appMaxConcurrency"] == (KNOWN.functions[name].concurrency or -1)
    ports = [app[kind] for app in apps.values() for kind in ("appPort", "metricsPort")]
    assert len(set(ports)) == len(ports)


def test_the_multi_app_file_loads_what_the_lane_loads() -> None:
    common = _read("dapr.yaml")["common"]
    assert {(DAPR / path).resolve() for path in common["resourcesPaths"]} == {path.resolve() for path in PRODUCT}
    assert (DAPR / common["configFilePath"]).is_file()
    assert (DAPR / common["appDirPath"] / "shared" / "runtime.py").is_file()


def test_the_compose_file_has_its_parts_on_this_machine_alone() -> None:
    services = _read("compose.yaml")["services"]
    assert set(services) == {"kafka", "postgres", "mailbox", "prometheus", "grafana"}
    published = [port for service in services.values() for port in service.get("ports", ())]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_the_compose_file_mounts_what_there_is_and_names_no_password() -> None:
    services = _read("compose.yaml")["services"]
    for service in services.values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source.startswith("${NUDGE_LANE") or not source.startswith(".") or (DAPR / source).exists(), volume
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or name.endswith("_FILE") or str(value).startswith("${"), name


def test_prometheus_asks_every_function_and_every_sidecar() -> None:
    (jobs,) = [_read("prometheus.yaml")["scrape_configs"]]
    targets = {target for job in jobs for each in job["static_configs"] for target in each["targets"]}
    apps = _read("dapr.yaml")["apps"]
    assert targets == {f"host.docker.internal:{app[kind]}" for app in apps for kind in ("appPort", "metricsPort")}
