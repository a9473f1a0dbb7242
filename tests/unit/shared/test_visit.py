"""What `helm test` finds: a page, or a sentence that says what is wrong."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from shared.errors import Misconfigured, Unavailable
from shared.jobs import visit

_PAGE = b"<!DOCTYPE html><html><title>Nudge</title></html>"


class Gateway(BaseHTTPRequestHandler):
    """Has a page, another answer and a broken one."""

    def do_GET(self) -> None:
        name = self.path.strip("/")
        self.send_response(503 if name == "broken" else 200)
        self.end_headers()
        self.wfile.write(_PAGE if name == "page" else b"{}")

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Gateway) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{{function}}"
        server.shutdown()


def test_a_page_is_found(address: str) -> None:
    assert visit.page(address, "page") == f"The page is there, {len(_PAGE)} bytes."


def test_an_answer_without_a_page_is_said(address: str) -> None:
    with pytest.raises(Unavailable) as refused:
        visit.page(address, "other")
    assert "no page" in refused.value.detail


def test_a_failure_is_said(address: str) -> None:
    with pytest.raises(Unavailable) as refused:
        visit.page(address, "broken")
    assert refused.value.detail == "broken answered 503."


def test_nobody_at_home_is_said(address: str) -> None:
    with pytest.raises(Unavailable) as refused:
        visit.page("http://127.0.0.1:1", "gateway")
    assert "gateway cannot be reached" in refused.value.detail


def test_without_an_address_it_says_what_is_missing() -> None:
    with pytest.raises(Misconfigured) as refused:
        visit.page("", "gateway")
    assert "NUDGE_FUNCTION_ADDRESS" in refused.value.detail
