"""How each secret is made. A secret for each key, named like it; docs/secrets.md tells what they are for."""

_RANDOM = "\"$(openssl rand -base64 33 | tr -d '\\n')\""
_FILE_KEYS = {"app-token": "token"}
"""Keys that do not have the name of their secret: Dapr wants the app token under this one."""
_MADE_UP = frozenset({"access-token", "app-token", "link-key"})
"""What nobody has to know beforehand: a long random word."""
_AUTHORITIES = frozenset({"kafka-ca"})
"""Certificates: in a file already, and not secret."""

_TYPED = "# type it, Enter, Ctrl-D: so it stands in no history"

_WORD = "$(openssl rand -hex 24)"
_DATABASE = (
    "@postgres.{namespace}.svc.cluster.local:5432/nudge?sslmode=verify-full&sslrootcert=/etc/nudge/postgres/ca.crt"
)
_OF_OWN_STORES = {
    "database-url": f"postgresql://nudge:{_WORD}{_DATABASE}",
    "reading-url": f"postgresql://nudge_reading:{_WORD}{_DATABASE}",
    "kafka-username": "nudge",
    "kafka-password": _WORD,
}
"""Where Kafka and Postgres are those of knative/stores nobody has to know these either: both stores begin with them."""


def command(namespace: str, name: str, own_stores: bool = False) -> str:
    """The shell command that makes this secret."""
    key = _FILE_KEYS.get(name, name)
    head = f"kubectl -n {namespace} create secret generic {name}"
    if name in _MADE_UP:
        return f"{head} --from-literal={key}={_RANDOM}"
    if name in _AUTHORITIES:
        return f"{head} --from-file=ca.crt"
    if own_stores and name in _OF_OWN_STORES:
        return f'{head} --from-literal={key}="{_OF_OWN_STORES[name].format(namespace=namespace)}"'
    return f"head -n 1 | tr -d '\\n' | {head} --from-file={key}=/dev/stdin  {_TYPED}"
