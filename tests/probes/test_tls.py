"""TLS against OpenSSL's own server, and certificates that bite."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from doorguard.pretend_home.hostile.flows import Badly, HangsUp, Mute, drip
from doorguard.pretend_home.web import Web, page
from doorguard.probes import services, tls
from tests.probes.bench import Bench, free_port, program, running

NOW = datetime.now(UTC)
PROBES = (services.PROBE, tls.PROBE)
needs_openssl = pytest.mark.skipif(program("openssl") is None, reason="openssl is not installed here")


def certificate(folder: Path, *, until: datetime, name: str = "axis-accc8e000020", names: int = 0) -> tuple[Path, Path]:
    """A throw-away certificate and its key. ``names``: how many other names stand in it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2019, 1, 1, tzinfo=UTC))
        .not_valid_after(until)
    )
    if names:
        more = [x509.DNSName(f"n{number}.example.org") for number in range(names)]
        builder = builder.add_extension(x509.SubjectAlternativeName(more), critical=False)
    made = builder.sign(key, hashes.SHA256())
    cert, secret = folder / "c.pem", folder / "k.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.TraditionalOpenSSL
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return cert, secret


@contextlib.contextmanager
def served(folder: Path, *options: str, until: datetime = NOW + timedelta(days=900), names: int = 0) -> Iterator[Bench]:
    """A bench whose port 443 is ``openssl s_server``."""
    cert, key = certificate(folder, until=until, names=names)
    port = free_port()
    command = [
        program("openssl") or "",
        "s_server",
        "-accept",
        f"127.0.0.1:{port}",
        "-cert",
        str(cert),
        "-key",
        str(key),
    ]
    with running([*command, "-www", *options], port, folder / "log"):
        bench = Bench(elsewhere={443: port})
        yield bench.ask(*PROBES)
        bench.close()


@needs_openssl
@pytest.mark.parametrize(
    ("option", "version", "old"),
    [
        ("-tls1", "TLSv1", True),
        ("-tls1_1", "TLSv1.1", True),
        ("-tls1_2", "TLSv1.2", False),
        ("-tls1_3", "TLSv1.3", False),
    ],
)
def test_only_versions_that_were_given_up_are_old(tmp_path: Path, option: str, version: str, old: bool) -> None:
    with served(tmp_path, option, "-cipher", "ALL:@SECLEVEL=0") as one:
        assert [one.value(n, "tcp/443") for n in ("tls.version", "tls.old")] == [version, old]


@needs_openssl
def test_a_server_that_has_old_and_new_is_not_old(tmp_path: Path) -> None:
    with served(tmp_path, "-no_tls1_3", "-cipher", "ALL:@SECLEVEL=0") as one:
        assert [one.value(n) for n in ("tls.version", "tls.old", "tls.self_signed")] == ["TLSv1.2", False, True]


@needs_openssl
@pytest.mark.parametrize(
    ("until", "expired"),
    [
        (NOW - timedelta(days=1), True),
        (NOW + timedelta(days=2), False),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), False),
    ],
)
def test_the_last_day_of_a_certificate(tmp_path: Path, until: datetime, expired: bool) -> None:
    with served(tmp_path, until=until) as one:
        assert [one.value(n) for n in ("tls.expired", "tls.until")] == [expired, until.date().isoformat()]
        assert one.value("tls.subject") == "CN=axis-accc8e000020"


@needs_openssl
@pytest.mark.parametrize(("names", "readable"), [(1500, True), (20_000, False)])
def test_a_huge_certificate_is_read_and_one_that_is_no_more_a_certificate_is_not(
    tmp_path: Path, names: int, readable: bool
) -> None:
    with served(tmp_path, names=names) as one:
        assert one.value("tls.expired") is (False if readable else None)
        # OpenSSL takes at most 100 KB of certificates: what sends more is no encrypted door to us.
        assert one.value("service.name") == ("https" if readable else "unknown")


@needs_openssl
def test_a_flood_behind_the_handshake_is_not_read(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, until=NOW + timedelta(days=9))
    port = free_port()
    command = [program("openssl") or "", "s_server", "-quiet", "-accept", f"127.0.0.1:{port}"]
    with running([*command, "-cert", str(cert), "-key", str(key)], port, tmp_path / "log", fed_from="/dev/zero"):
        one = Bench(elsewhere={443: port})
        began = time.monotonic()
        one.ask(*PROBES)
        one.close()
    assert time.monotonic() - began < 8.5
    assert one.value("tls.old") is False


def test_a_plain_page_on_the_port_of_encrypted_ones_is_not_encrypted() -> None:
    one = Bench(Web(443, "", [page("/", "x")])).ask(*PROBES)
    one.close()
    assert (one.value("service.name"), one.value("tls.old")) == ("http", None)


@pytest.mark.parametrize("der", [b"", b"\x30", b"\x30\x84\xff\xff\xff\xff", b"\x00" * 70_000, bytes(range(256)) * 64])
def test_bytes_that_are_no_certificate_say_nothing(der: bytes) -> None:
    assert tls.read(der) == tls.Certificate()


@pytest.mark.parametrize("at", range(20, 300, 17))
def test_one_spoilt_byte_never_raises(tmp_path: Path, at: int) -> None:
    pem, _ = certificate(tmp_path, until=NOW)
    der = bytearray(x509.load_pem_x509_certificate(pem.read_bytes()).public_bytes(serialization.Encoding.DER))
    der[at] ^= 0xFF
    assert isinstance(tls.read(bytes(der)), tls.Certificate)


@pytest.mark.parametrize(
    "service",
    [
        Mute(443),
        HangsUp(443),
        HangsUp(443, reset=True),
        Badly(443, lambda: drip(b"\x16\x03\x03\x40\x00", b"\x02"), at_once=True),
    ],
)
def test_what_only_looks_like_an_encrypted_door_claims_nothing(service: Mute | HangsUp | Badly) -> None:
    one = Bench(service).ask(*PROBES)
    one.close()
    assert not [f for f in one.facts if f.name.startswith("tls.")]
