"""Whatever arrives at the port, it gets a clear answer or a closed connection, never a fault of ours."""

import asyncio
import json

import httpx
import pytest

from shared.call import MAX_BODY
from tests.integration.tasks import created, listed, problem, unique
from tests.product import Product


async def raw(product: Product, request: bytes) -> bytes:
    """The whole answer to these bytes; empty when the connection was closed without one."""
    host, port = product.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(request)
        await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
        return await asyncio.wait_for(reader.read(), 30)
    except (ConnectionResetError, BrokenPipeError):
        return b""
    finally:
        writer.close()
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def request(line: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [line, "Host: localhost", "Connection: close", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


JSON = "Content-Type: application/json"
GARBAGE = [
    b"\x00\xff\xfe garbage\r\n\r\n",
    b"GET\r\n\r\n",
    request("GET /api/tasks HTTP/9.9"),
    request("G\x00T /api/tasks HTTP/1.1"),
    request("GET /api/tasks\x00 HTTP/1.1"),
    request("GET /api/\xff\xfe HTTP/1.1"),
    request("GET /api/tasks/%ff%fe%00 HTTP/1.1"),
    request("GET /api/%2e%2e/%2e%2e/etc/passwd HTTP/1.1"),
    request("GET /../../../etc/passwd HTTP/1.1"),
    request("GET //evil.example/api/tasks HTTP/1.1"),
    request("GET http://evil.example/api/tasks HTTP/1.1"),
    request("GET /api/tasks?\xff=\xfe HTTP/1.1"),
    request("GET /api/tasks?q=%ff%fe HTTP/1.1"),
    request("GET /api/tasks?q=%ed%a0%80 HTTP/1.1"),
    request("GET /api/tasks?" + "a=b&" * 5000 + " HTTP/1.1"),
    request("GET /" + "a" * 100_000 + " HTTP/1.1"),
    request("GET /api/tasks/" + "a" * 60_000 + " HTTP/1.1"),
    request("GET /api/tasks HTTP/1.1", "X-Long: " + "x" * 200_000),
    request("GET /api/tasks HTTP/1.1", *(f"X-{number}: y" for number in range(5000))),
    request("GET /api/tasks HTTP/1.1", "Cookie: " + "c=d; " * 3000),
    request("GET /api/tasks HTTP/1.1", "Cookie: client_id=\xff; nudge_name=%00; nudge_session=" + "9" * 5000),
    request("GET /api/tasks HTTP/1.1", "X-Broken\x00: y"),
    request("GET /api/tasks HTTP/1.1", "X-Broken: y\x00z"),
    request("GET /api/tasks HTTP/1.1", "If-Match: \xff"),
    request("GET /api/updates HTTP/1.1", "Last-Event-ID: \xff\xfe") + b"GET / HTTP/1.1\r\n",
    request("POST /api/tasks HTTP/1.1", JSON, "Content-Length: 1000", body=b'{"title": "x"}'),
    request("POST /api/tasks HTTP/1.1", JSON, "Content-Length: 3", body=b'{"title": "x"}'),
    request("POST /api/tasks HTTP/1.1", JSON, "Content-Length: -1", body=b"{}"),
    request("POST /api/tasks HTTP/1.1", JSON, "Content-Length: x", body=b"{}"),
    request("POST /api/tasks HTTP/1.1", JSON, "Content-Length: 2", "Content-Length: 3", body=b"{}"),
    request("POST /api/tasks HTTP/1.1", JSON, "Content-Length: 99999999999999999999", body=b"{}"),
    request("POST /api/tasks HTTP/1.1", JSON, "Transfer-Encoding: chunked", body=b"zz\r\n{}\r\n0\r\n\r\n"),
    request(
        "POST /api/tasks HTTP/1.1",
        JSON,
        "Transfer-Encoding: chunked",
        "Content-Length: 2",
        body=b"2\r\n{}\r\n0\r\n\r\n",
    ),
    request("POST /api/tasks HTTP/1.1", JSON, "Content-Encoding: gzip", "Content-Length: 2", body=b"\x1f\x8b"),
    request("POST /api/tasks HTTP/1.1", JSON, "Expect: 100-continue", "Content-Length: 2", body=b"{}"),
    request("OPTIONS * HTTP/1.1"),
    request("CONNECT evil.example:443 HTTP/1.1"),
    request("TRACE /api/tasks HTTP/1.1"),
    request("BREW /api/tasks HTTP/1.1"),
    request("GET /api/tasks HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade"),
]


@pytest.mark.parametrize("given", GARBAGE, ids=range(len(GARBAGE)))
async def test_garbage_is_refused_and_hurts_nobody(nudge: Product, api: httpx.AsyncClient, given: bytes) -> None:
    before = len([line for line in nudge.log.splitlines() if '"level":"ERROR"' in line])
    assert status(await raw(nudge, given)) < 500
    assert (await api.get("/api/tasks", params={"limit": 1})).status_code == 200
    errors = [line for line in nudge.log.splitlines() if '"level":"ERROR"' in line]
    assert errors[before:] == []


async def test_a_body_that_is_too_large(api: httpx.AsyncClient) -> None:
    answer = await api.post("/api/tasks", content=b" " * (MAX_BODY + 1), headers={"Content-Type": "application/json"})
    problem(answer, 413, "too_large")


async def test_what_is_no_json(api: httpx.AsyncClient) -> None:
    for content in (b"", b"{", b"\xff\xfe", b'{"title": "\\ud800"}', b'{"title": "\xed\xa0\x80"}', b"[" * 100_000):
        answer = await api.post("/api/tasks", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422)
    problem(await api.post("/api/tasks", content=b"title=x"), 415, "unsupported_media_type")
    problem(await api.post("/api/tasks", data={"title": "x"}), 415, "unsupported_media_type")


async def test_nesting_that_is_too_deep(api: httpx.AsyncClient) -> None:
    body = '{"title": "x", "reminders": ' + "[" * 25 + "]" * 25 + "}"
    answer = await api.post("/api/tasks", content=body, headers={"Content-Type": "application/json"})
    problem(answer, 422, "too_deep")


@pytest.mark.parametrize("field", ["title", "description", "tags"])
@pytest.mark.parametrize("character", ["\0", "\x01", "\x1b", "\x7f", "\x85", "\x9f"])
async def test_control_characters_are_refused(api: httpx.AsyncClient, field: str, character: str) -> None:
    text = f"a{character}b"
    value = [text] if field == "tags" else text
    problem(await api.post("/api/tasks", json={"title": "x", field: value}), 422, "invalid_input")


# One of each kind that breaks programs: what looks like code, markup, a format, a path, a number, nothing, or other scripts.
NAUGHTY = [
    "undefined", "NULL", "true", "NaN", "-0", "1E+02", "0x0", "1/0", "null\\u0000", "'", '"', "--", "1;DROP TABLE task", "' OR 1=1 -- 1",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "&lt;b&gt;", "${7*7}", "{{7*7}}", "%s%n%x", "%d",
    "$(touch /tmp/x)", "`ls`", "../../../etc/passwd", "C:\\con\\nul", "file:///etc/passwd", "() { :; }; echo x", "\\", "\\\\", "a\\nb",
    "Ω≈ç√∫˜µ≤≥÷", "田中さんにあげて下さい", "和製漢語", "ﺎﻠﻟُﻐَﺓ", "א ב ג", "\u202emoc.elpmaxe", "\u2066iso\u2069late", "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "👾 🙇 💁 🙅", "👨‍👩‍👧‍👦", "🇺🇸🇷🇺🇸", "e\u0301 é", "ﬁ ß İ ı", "\ufeffbom", "a\u200bb", "a\u00adb",
    "\U0010fffd", "\ufdd0", "\u2028line", "   x   ", "x" * 500,
]  # fmt: skip


async def test_naughty_text_comes_back_verbatim(api: httpx.AsyncClient) -> None:
    tag = unique()
    for text in NAUGHTY:
        task = await created(api, title=text, description=text, tags=[text[:50], tag])
        found = (await api.get(f"/api/tasks/{task['id']}")).json()
        assert [found["title"], found["description"], found["tags"]] == [text, text, [text[:50], tag]]
        (same,) = await listed(api, tag=text[:50], q=text[:200], sort="title", status="active", limit=1)
        assert text[:50] in same["tags"]
    assert len(await listed(api, tag=tag, limit=500)) == len(NAUGHTY)


async def test_naughty_messages_are_answered_and_kept_verbatim(api: httpx.AsyncClient) -> None:
    for text in NAUGHTY:
        answer = await api.post("/api/chat", json={"message": text, "timezone": "Europe/Berlin"})
        assert answer.status_code == 200, text
        said = (await api.get(f"/api/conversations/{answer.json()['conversation_id']}")).json()["items"]
        assert [item["role"] for item in said] == ["user", "assistant"]
        assert (said[0]["text"], said[1]["text"]) == (text, answer.json()["reply"])


async def test_naughty_names_of_fields_and_keys(api: httpx.AsyncClient) -> None:
    for text in NAUGHTY:
        body = json.dumps({"title": "x", text: text})
        answer = await api.post("/api/tasks", content=body, headers={"Content-Type": "application/json"})
        assert problem(answer, 422, "invalid_input")["errors"][0]["field"] == text
        key = {b"Idempotency-Key": text.strip().encode()}
        assert (await api.post("/api/tasks", json={"title": "x"}, headers=key)).status_code in (201, 422)
        assert (await api.get("/api/tasks", params={text: text})).status_code == 422
        assert (await api.get("/api/tasks", params={"cursor": text})).status_code == 422
        assert (
            await api.get("/api/audit", params={"entity_id": text[:200], "event_type": text[:100]})
        ).status_code == 200


async def test_a_name_from_a_forged_cookie_harms_nothing(api: httpx.AsyncClient) -> None:
    for name in ("%00", "%ED%A0%80", "a%0d%0aSet-Cookie:%20x=y", "%F0%9F%99%82" * 2000, "\xff"):
        answer = await api.post(
            "/api/tasks", json={"title": "x"}, headers={b"Cookie": b"nudge_name=" + name.encode("latin-1")}
        )
        assert answer.status_code == 201
