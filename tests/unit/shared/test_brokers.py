"""How a job finds the brokers."""

from shared.jobs.brokers import settings

PLAIN = {"NUDGE_KAFKA_BROKERS": "a:9092,b:9092", "NUDGE_KAFKA_TLS": "false"}


def test_without_a_password() -> None:
    assert settings(PLAIN) == {"bootstrap_servers": ["a:9092", "b:9092"]}


def test_with_a_password_over_tls() -> None:
    more = {
        "NUDGE_KAFKA_TLS": "true",
        "NUDGE_KAFKA_MECHANISM": "SCRAM-SHA-512",
        "NUDGE_SECRET_KAFKA_USERNAME": "nudge",
        "NUDGE_SECRET_KAFKA_PASSWORD": "a word",
    }
    assert settings(PLAIN | more) == {
        "bootstrap_servers": ["a:9092", "b:9092"],
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "nudge",
        "sasl_plain_password": "a word",
    }


def test_over_tls_alone_with_an_authority() -> None:
    more = {"NUDGE_KAFKA_TLS": "true", "NUDGE_KAFKA_CA": "/ca.crt"}
    found = settings(PLAIN | more)
    assert (found["security_protocol"], found["ssl_cafile"]) == ("SSL", "/ca.crt")
