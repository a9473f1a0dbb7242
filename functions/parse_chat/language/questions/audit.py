"""Questions for the audit trail: "what changed today?", "who completed the report?"."""

from __future__ import annotations


def asks_the_audit_trail(words: list[str]) -> tuple[str, float]:
    """Questions for the audit trail: "what changed today?", "who completed the report?", "why did I get this reminder?"."""
    text = " ".join(words)
    if (
        words[0] == "what"
        and any(
            p in text
            for p in (
                "has changed",
                "changed",
                "was changed",
                "was deleted",
                "got deleted",
                "was completed",
                "happened to my",
            )
        )
        and "climate" not in text
    ):
        return "audit-changes", 0.8
    if (
        words[0] == "who"
        and set(words) & {"completed", "deleted", "changed", "added", "moved", "finished"}
        and len(words) < 10
    ):
        return "audit-who", 0.7
    if words[0] == "why" and set(words) & {"reminder", "reminded", "notified", "notification"}:
        return "audit-why", 0.85
    return "", 0.0
