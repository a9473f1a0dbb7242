"""The exported page in memory, with the headers that keep foreign code out."""

import gzip
import json
from pathlib import Path

import pytest

from functions.gateway import page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "index.html",
        "404.html",
        "about/index.html",
        "_next/static/a-1.js",
        "_next/static/a.css",
        "icon.svg",
        "font.woff2",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    (tmp_path / "csp.json").write_text(json.dumps({"/index.html": ["sha256-abc="]}))
    return tmp_path


def test_every_file_has_its_address(folder: Path) -> None:
    files = page.load(folder)
    assert files["/"].content == b"index.html"
    assert files["/about/"].content == b"about/index.html"
    assert files["/404"].content == b"404.html"
    assert "/csp.json" not in files


def test_pages_run_only_their_own_code(folder: Path) -> None:
    files = page.load(folder)
    policy = files["/"].headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self' 'sha256-abc='" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self';" in files["/about/"].headers["content-security-policy"]


def test_kinds_of_files_are_named(folder: Path) -> None:
    kinds = {address: file.headers["content-type"] for address, file in page.load(folder).items()}
    assert kinds["/"] == "text/html; charset=utf-8"
    assert kinds["/_next/static/a-1.js"] == "text/javascript; charset=utf-8"
    assert kinds["/_next/static/a.css"] == "text/css; charset=utf-8"
    assert kinds["/icon.svg"] == "image/svg+xml"
    assert kinds["/font.woff2"] == "font/woff2"


def test_what_never_changes_is_kept_and_what_may_change_is_asked_for(folder: Path) -> None:
    files = page.load(folder)
    assert "immutable" in files["/_next/static/a-1.js"].headers["cache-control"]
    assert files["/"].headers["cache-control"] == "no-cache"
    (folder / "index.html").write_text("other")
    assert page.load(folder)["/"].etag != files["/"].etag


def test_a_page_that_was_not_built_is_none(tmp_path: Path) -> None:
    assert page.load(tmp_path) == {}
    assert page.load(tmp_path / "nowhere") == {}


def test_text_is_kept_compressed_where_that_is_smaller(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>words</p>" * 100)
    (tmp_path / "tiny.txt").write_text("a")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG" * 100)
    files = page.load(tmp_path)
    compressed = files["/"].compressed
    assert compressed is not None
    assert gzip.decompress(compressed) == files["/"].content
    assert files["/"].headers["vary"] == "accept-encoding"
    assert files["/tiny.txt"].compressed is None
    assert files["/picture.png"].compressed is None
