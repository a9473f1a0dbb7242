"""How a job reaches the brokers, in the words of kafka-python; the sidecars' own words are in dapr/components."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """From NUDGE_KAFKA_BROKERS and, where the brokers want a password, NUDGE_KAFKA_MECHANISM and the secrets kafka-username and kafka-password."""
    found: dict[str, Any] = {"bootstrap_servers": environment["NUDGE_KAFKA_BROKERS"].split(",")}
    mechanism = environment.get("NUDGE_KAFKA_MECHANISM", "")
    secure = environment.get("NUDGE_KAFKA_TLS") == "true"
    if mechanism:
        found |= {
            "security_protocol": "SASL_SSL" if secure else "SASL_PLAINTEXT",
            "sasl_mechanism": mechanism,
            "sasl_plain_username": environment.get("NUDGE_SECRET_KAFKA_USERNAME"),
            "sasl_plain_password": environment.get("NUDGE_SECRET_KAFKA_PASSWORD"),
        }
    elif secure:
        found["security_protocol"] = "SSL"
    if environment.get("NUDGE_KAFKA_CA"):
        found["ssl_cafile"] = environment["NUDGE_KAFKA_CA"]
    return found
