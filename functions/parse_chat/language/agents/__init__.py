"""The skill agents: each takes over the commands of its field and returns a structured answer (see functions.parse_chat.structured)."""
