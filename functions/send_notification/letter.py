"""A digest or a question as an e-mail (RFC 5322), in text and HTML; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from functions.send_notification.digest import Digest, Entry
from shared import links
from shared.links import Action, Link

SNOOZE_MINUTES = 60
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Letterhead:
    """What all messages of an installation have in common."""

    sender: str
    recipient: str
    public_url: str
    """Links begin with it; empty when the installation does not know its own address: then there are none."""
    link_key: str = field(default="", repr=False)
    """Signs the links; empty: messages come without links that act."""

    def page(self, query: str = "") -> str:
        return f"{self.public_url}/{query}" if self.public_url else ""

    def action(self, message: UUID, made_at: datetime, action: Action, subject: UUID, minutes: int = 0) -> str:
        """A one-time link. The same message made again holds the same link."""
        if not self.public_url or not self.link_key:
            return ""
        id_ = uuid5(message, f"{action} {subject}")
        token = links.sign(Link(id_, action, subject, made_at + links.LIFETIME, minutes), self.link_key)
        return f"{self.public_url}/api/reminders/links/{token}"


def reminder_letter(digest: Digest, head: Letterhead) -> bytes:
    """The message of a digest: title, due time and links of each reminder, and how to get no more of them (RFC 8058)."""
    unsubscribe = head.action(digest.id, digest.made_at, "unsubscribe", links.address_mark(head.recipient))
    content = {
        "entries": [_entry(entry, digest, head) for entry in digest.listed],
        "more": digest.more,
        "all_link": head.page(f"?digest={digest.id}"),
        "unsubscribe": unsubscribe,
        "subject": digest.subject,
    }
    message = _message(digest.subject, digest.id, digest.made_at, head, "reminder", content)
    return _unsubscribing(unsubscribe) + message.as_bytes()


def verification_letter(id_: UUID, made_at: datetime, head: Letterhead) -> bytes:
    """The message that asks whether an address is the person's own."""
    link = head.action(id_, made_at, "verify-email", links.address_mark(head.recipient))
    subject = "Please confirm your e-mail address for Nudge"
    return _message(subject, id_, made_at, head, "verification", {"link": link, "subject": subject}).as_bytes()


def _unsubscribing(link: str) -> bytes:
    """The headers of RFC 8058, beside the others: the standard library would break a long link into encoded words (RFC 2047)."""
    if not link.isascii() or not link:
        return b""
    return f"List-Unsubscribe: <{link}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode()


def _entry(entry: Entry, digest: Digest, head: Letterhead) -> dict[str, str]:
    subject = entry.reminder_id
    return {
        "title": entry.title,
        "due": entry.due,
        "late_since": entry.late_since,
        "link": head.page(f"?task={entry.task_id}"),
        "complete": head.action(digest.id, digest.made_at, "complete", subject),
        "snooze": head.action(digest.id, digest.made_at, "snooze", subject, SNOOZE_MINUTES),
    }


def _message(
    subject: str, id_: UUID, made_at: datetime, head: Letterhead, template: str, content: Mapping[str, Any]
) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = subject
    message["From"] = head.sender
    message["To"] = head.recipient
    message["Date"] = format_datetime(made_at)
    message["Message-ID"] = f"<{id_}@{head.sender.rpartition('@')[2].rstrip('>')}>"
    # SES puts a Message-ID of its own in place of ours; this header stays and tells repeats apart.
    message["X-Nudge-Trigger"] = str(id_)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_TEMPLATES.get_template(f"{template}.txt").render(content), cte="quoted-printable")
    message.add_alternative(
        _TEMPLATES.get_template(f"{template}.html").render(content), subtype="html", cte="quoted-printable"
    )
    return message
