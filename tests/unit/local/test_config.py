from pathlib import Path

import pytest

from local.config import SettingError, read_settings


def test_defaults_keep_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ana")
    settings = read_settings({})
    assert settings.home == Path("/home/ana/.local/share/nudge")
    assert (settings.host, settings.port, settings.is_loopback) == ("127.0.0.1", 8000, True)
    assert settings.url(8000) == "http://localhost:8000"


@pytest.mark.parametrize(
    ("environment", "home"),
    [
        ({"NUDGE_HOME": "/data"}, "/data"),
        ({"NUDGE_HOME": "~/list"}, "/home/ana/list"),
        ({"XDG_DATA_HOME": "/xdg"}, "/xdg/nudge"),
        # The specification: relative paths are to be ignored.
        ({"XDG_DATA_HOME": "xdg"}, "/home/ana/.local/share/nudge"),
        ({"NUDGE_HOME": "", "XDG_DATA_HOME": ""}, "/home/ana/.local/share/nudge"),
    ],
)
def test_the_data_folder_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], home: str
) -> None:
    monkeypatch.setenv("HOME", "/home/ana")
    assert read_settings(environment).home == Path(home)


@pytest.mark.parametrize("port", ["eight", "-1", "65536", "80 80", "٨٠٠٠"])
def test_a_port_that_is_none_is_refused_in_one_sentence(port: str) -> None:
    with pytest.raises(SettingError, match=r"PORT must be a number from 0 to 65535"):
        read_settings({"PORT": port})


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_loopback_is_told_from_the_network(host: str, loopback: bool) -> None:
    assert read_settings({"NUDGE_HOST": host}).is_loopback is loopback


def test_a_host_name_is_refused() -> None:
    with pytest.raises(SettingError, match="NUDGE_HOST must be an IP address"):
        read_settings({"NUDGE_HOST": "example.org"})


def test_the_public_url_is_the_one_people_open() -> None:
    assert read_settings({"NUDGE_PUBLIC_URL": "https://nudge.example/"}).url(8000) == "https://nudge.example"
    with pytest.raises(SettingError, match="NUDGE_PUBLIC_URL"):
        read_settings({"NUDGE_PUBLIC_URL": "nudge.example"})


def test_an_ipv6_address_is_written_in_brackets() -> None:
    assert read_settings({"NUDGE_HOST": "2001:db8::1"}).url(80) == "http://[2001:db8::1]:80"
