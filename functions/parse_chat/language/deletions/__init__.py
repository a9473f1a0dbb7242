"""Commands that take tasks away: "delete X", "take X off my list", "clear my list", "I don't need X any more", "skip X this week"."""
