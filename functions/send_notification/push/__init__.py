"""How a reminder reaches a browser without an open page: by Web Push (RFC 8030), encrypted for that browser alone (RFC 8291)."""
