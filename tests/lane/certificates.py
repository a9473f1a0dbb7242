"""A certificate authority for one run, and the certificate of a server on this machine."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_VALID = timedelta(days=2)


@dataclass(frozen=True)
class ServerCertificate:
    """Files in PEM; the key may be read by its owner alone."""

    authority: Path
    certificate: Path
    key: Path


def make_certificates(folder: Path, host: str = "localhost") -> ServerCertificate:
    """For `host` and 127.0.0.1. The authority's key is forgotten: nothing else can be signed by it."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _name("Nudge real lane")
    own = _builder(authority, authority, authority_key).add_extension(x509.BasicConstraints(True, 0), critical=True)
    names = [x509.DNSName(host), x509.IPAddress(ip_address("127.0.0.1"))]
    server = _builder(_name(host), authority, key).add_extension(x509.SubjectAlternativeName(names), critical=False)
    files = ServerCertificate(folder / "ca.crt", folder / "server.crt", folder / "server.key")
    files.authority.write_bytes(_pem(own.sign(authority_key, hashes.SHA256())))
    files.certificate.write_bytes(_pem(server.sign(authority_key, hashes.SHA256())))
    files.key.touch(mode=0o600)
    files.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + _VALID)
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
