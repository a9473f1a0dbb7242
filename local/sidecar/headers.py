"""Which headers are passed on from one connection to another."""

from collections.abc import Iterable

HOP_BY_HOP = frozenset(
    ("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
     "transfer-encoding", "upgrade")
)  # fmt: skip
"""RFC 9110 §7.6.1 and its predecessors: meant for one connection only."""

NOT_FORWARDED = frozenset(("host", "content-length", "dapr-app-id", "dapr-api-token"))
"""Meant for the sidecar itself, or made anew for the next connection."""


def forwarded(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of a message that are passed on, in their order; names in lower case."""
    pairs = [(name.lower(), value) for name, value in headers]
    named = {token.strip().lower() for name, value in pairs if name == "connection" for token in value.split(",")}
    dropped = HOP_BY_HOP | NOT_FORWARDED | named
    return [(name, value) for name, value in pairs if name not in dropped]
