"""Strange words, strict policy, narrow screens, and people who do not see the page."""

from __future__ import annotations

import gzip
import json
import re
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import OpenWindow
from tests.e2e.nudge import ROOT, Nudge
from tests.e2e.window import Window

STRANGE = {
    "script": "<script>window.pwned = 1</script>",
    "image": '"><img src=x onerror="window.pwned = 1">',
    "entity": "Fish &amp; chips &lt;b&gt; &#x27;",
    "template": "{{7*7}} ${7*7} <%= 7*7 %> %s %n",
    "right to left": "שלום עולם, اَلسَّلَامُ عَلَيْكُم",
    "override": "report\u202efdp.exe\u202c done",
    "isolates": "\u2067open without an end",
    "emoji": "👩🏽‍🚀 and 🏳️‍🌈 fly to 🇳🇵 with 👨‍👩‍👧‍👦",
    "marks": "Z" + "\u0335\u0321\u0322\u0337\u034f\u0308" * 12 + "algo",
    "one long word": "Donaudampfschifffahrt" * 20,
    "wide": "﷽𒐫⸻ ꧁꧂",
    "scripts of the world": "日本語のタスク · задача · งาน · ਕੰਮ",
    "math": "𝕮𝖆𝖑𝖑 𝓂ℴ𝓂",
}


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE.keys())
async def test_strange_words_are_shown_as_they_are(words: str, open_window: OpenWindow, nudge: Nudge) -> None:
    nudge.create(words, description=words, tags=[words[:40]])
    window = await open_window(viewport={"width": 360, "height": 700})
    await window.open_live()
    row = window.rows.first
    for part in (".title", ".notes", ".tag"):
        assert await row.locator(part).evaluate("element => element.textContent") in (words, words[:40])
    assert not await window.scrolls_sideways()
    [task] = nudge.tasks()
    assert task["title"] == words
    box = await row.bounding_box()
    assert box is not None
    assert box["width"] <= 360
    await row.locator(".title").click()
    await expect(window.page.get_by_label("Title")).to_have_value(words)
    assert await window.page.evaluate("window.pwned") is None


async def test_strange_words_in_the_chat_are_words(window: Window) -> None:
    await window.open_live()
    await window.say(STRANGE["image"])
    own = window.page.locator(".message.own .bubble").first
    assert await own.evaluate("element => element.textContent") == STRANGE["image"]
    assert await window.page.evaluate("window.pwned") is None
    assert await window.page.locator(".log img").count() == 0


def test_the_first_load_is_light() -> None:
    """All scripts that the page names, as they travel with gzip; what comes later on demand is not among them."""
    page = (ROOT / "web/out/index.html").read_text()
    scripts = {ROOT / "web/out" / path for path in re.findall(r'<script[^>]* src="/(_next/[^"]+\.js)"', page)}
    assert scripts
    assert sum(len(gzip.compress(script.read_bytes())) for script in scripts) < 150_000


def test_the_policy_lets_no_foreign_script_run(nudge: Nudge) -> None:
    with urllib.request.urlopen(nudge.url) as answer:
        policy = answer.headers["content-security-policy"]
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert scripts is not None
    assert "unsafe" not in scripts[1]
    assert "http" not in policy
    for rule in ("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "connect-src 'self'"):
        assert rule in policy


async def test_the_policy_stops_injected_script(window: Window) -> None:
    await window.open_live()
    await window.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.pwned = 1";
            document.body.append(script);
        }"""
    )
    assert await window.page.evaluate("window.pwned") is None
    assert any("Content Security Policy" in text for text in window.complaints)
    window.complaints.clear()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
async def test_no_width_scrolls_sideways(width: int, open_window: OpenWindow, nudge: Nudge) -> None:
    nudge.create("Submit the report of the fourth quarter", priority="high", tags=["work", "office", "quarter"])
    window = await open_window(viewport={"width": width, "height": 700})
    await window.open_live()
    await expect(window.row("Submit the report of the fourth quarter")).to_be_visible()
    assert not await window.scrolls_sideways()
    await window.say("What are my tasks?")
    assert not await window.scrolls_sideways()
    await window.row("Submit the report of the fourth quarter").locator(".title").click()
    await expect(window.page.get_by_label("Title")).to_be_visible()
    assert not await window.scrolls_sideways()


async def faults(window: Window) -> list[str]:
    """What axe-core finds, all rules of WCAG 2.2 A and AA and its best practices."""
    source = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
    await window.page.evaluate(source)
    found: dict[str, Any] = await window.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
async def test_axe_finds_nothing(scheme: str, width: int, open_window: OpenWindow, nudge: Nudge) -> None:
    nudge.create("Late", due_at="2026-01-01", priority="high", tags=["home"], description="Notes")
    nudge.create("Medium", due_at="2031-01-01", priority="medium", recurrence={"pattern": "daily", "interval": 1})
    gone = nudge.create("Gone")
    nudge.request("DELETE", f"/api/tasks/{gone['id']}")
    nudge.request("POST", f"/api/tasks/{nudge.create('Done')['id']}/complete", {})
    window = await open_window(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    await window.open_live()
    await window.unfold_completed()
    await window.say("What are my tasks?")
    assert await faults(window) == []
    await window.complete("Medium")
    await window.row("Late").locator(".title").click()
    await expect(window.page.get_by_label("Title")).to_be_visible()
    assert await faults(window) == []
    await window.open("/?view=trash")
    await expect(window.row("Gone")).to_be_visible()
    assert await faults(window) == []
    await window.page.locator("h1").click()
    await window.page.keyboard.press("?")
    await expect(window.page.get_by_role("dialog")).to_be_visible()
    assert await faults(window) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_settings_bell_and_questions(
    scheme: str, open_window: OpenWindow, nudge: Nudge
) -> None:
    weekly = {"due_at": "2030-01-07", "recurrence": {"pattern": "weekly", "interval": 1}}
    nudge.create("Water the palm", **weekly)
    due = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    for title in ("Feed the cat", "Feed the dog"):
        nudge.create(title, due_at=due, timezone="UTC", reminders=[{"lead_minutes": 0}])
    window = await open_window(color_scheme=scheme, reduced_motion="reduce")
    await window.open_live("/?view=settings")
    await expect(window.page.get_by_role("heading", name="Time zone")).to_be_visible()
    assert await faults(window) == []
    await window.open_live("/?view=operations")
    await expect(window.page.get_by_role("heading", name="What waits")).to_be_visible()
    assert await faults(window) == []
    await window.open_live("/?bell=all")
    await window.page.locator(".digest .fold").first.click(timeout=30_000)
    assert await faults(window) == []
    await window.page.keyboard.press("Escape")
    await window.row("Water the palm").hover()
    await window.button("Delete Water the palm").click()
    await expect(window.page.get_by_role("dialog", name="Delete how many?")).to_be_visible()
    assert await faults(window) == []


async def test_whoever_wants_no_motion_gets_none(open_window: OpenWindow, nudge: Nudge) -> None:
    window = await open_window(reduced_motion="reduce")
    await window.open_live()
    nudge.create("From afar")
    await expect(window.row("From afar")).to_be_visible()
    moving = """() => [...document.querySelectorAll("*")].flatMap((element) => element.getAnimations({ subtree: true }))
        .filter((animation) => animation.effect.getComputedTiming().endTime > 50).length"""
    assert await window.page.evaluate(moving) == 0
    longest = """() => Math.max(...[...document.querySelectorAll("*")].map((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element);
        return Math.max(...`${transitionDuration}, ${animationDuration}`.split(", ").map(parseFloat));
    }))"""
    assert await window.page.evaluate(longest) < 0.05


async def test_the_focus_goes_through_the_page_as_it_reads(window: Window, nudge: Nudge) -> None:
    nudge.create("First", due_at="2031-01-01")
    await window.open_live()
    await expect(window.row("First")).to_be_visible()
    seen: list[str] = []
    for _ in range(30):
        await window.page.keyboard.press("Tab")
        seen.append(
            await window.page.evaluate(
                "(({ ariaLabel, id, textContent, labels }) => ariaLabel || labels?.[0]?.textContent || textContent || id)"
                "(document.activeElement)"
            )
        )
    expected = ["Skip to tasks", "Skip to chat", "Tasks", "Trash", "Settings", "Search tasks", "Notifications"]
    expected += ["Pause live updates", "Keyboard shortcuts", "Complete First", "First"]
    found = [name for name in seen if name in expected or name.startswith("Notifications")]
    assert [re.sub("^Notifications.*", "Notifications", name) for name in found][: len(expected)] == expected
    assert "Message to Nudge" in seen


def test_all_texts_are_in_one_file() -> None:
    """A component that speaks for itself would be missed by whoever changes the words."""
    spoken = re.compile(r">\s*[A-Za-z][^<>{}]*[a-z][^<>{}]*</|(?:aria-label|title|placeholder|alt)=\"[^\"]*[a-z]")
    files = sorted((ROOT / "web/src").rglob("*.tsx"))
    assert len(files) > 20
    assert [f"{file.name}: {found[0]}" for file in files if (found := spoken.search(file.read_text()))] == []


async def test_no_secret_is_in_what_the_page_is_made_of(nudge: Nudge) -> None:
    secrets = json.loads((nudge.home / "secrets.json").read_text())
    assert secrets["link-key"]
    for file in (ROOT / "web/out").rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not any(value.encode() in content for value in secrets.values())
