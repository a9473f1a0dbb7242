"""How each secret is made. A secret for each key, named like it; docs/secrets.md tells what they are for."""

_RANDOM = "\"$(openssl rand -base64 33 | tr -d '\\n')\""
_FILE_KEYS = {"app-token": "token"}
"""Keys that do not have the name of their secret: Dapr wants the app token under this one."""
_MADE_UP = frozenset({"access-token", "app-token", "link-key"})
"""What nobody has to know beforehand: a long random word."""

_TYPED = "# type it, Enter, Ctrl-D: so it stands in no history"


def command(namespace: str, name: str) -> str:
    """The shell command that makes this secret."""
    key = _FILE_KEYS.get(name, name)
    head = f"kubectl -n {namespace} create secret generic {name}"
    if name in _MADE_UP:
        return f"{head} --from-literal={key}={_RANDOM}"
    return f"head -n 1 | tr -d '\\n' | {head} --from-file={key}=/dev/stdin  {_TYPED}"
