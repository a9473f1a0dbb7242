from pathlib import Path

import pytest

from local.zone import local_zone


@pytest.mark.parametrize(
    ("named", "expected"), [("Asia/Tokyo", "Asia/Tokyo"), (":Asia/Tokyo", "Asia/Tokyo"), ("UTC", "UTC")]
)
def test_tz_names_the_zone(tmp_path: Path, named: str, expected: str) -> None:
    assert local_zone({"TZ": named}, tmp_path) == expected


@pytest.mark.parametrize("named", ["", "CET-1CEST", ":/etc/localtime"])
def test_otherwise_the_link_of_the_machine_does(tmp_path: Path, named: str) -> None:
    (tmp_path / "localtime").symlink_to("/usr/share/zoneinfo/America/New_York")
    assert local_zone({"TZ": named}, tmp_path) == "America/New_York"


def test_a_copied_zone_file_leaves_the_name_to_etc_timezone(tmp_path: Path) -> None:
    (tmp_path / "localtime").write_bytes(b"TZif2")
    (tmp_path / "timezone").write_text("Europe/Madrid\n")
    assert local_zone({}, tmp_path) == "Europe/Madrid"


def test_a_machine_that_tells_nothing_is_in_utc(tmp_path: Path) -> None:
    assert local_zone({}, tmp_path) == "UTC"
