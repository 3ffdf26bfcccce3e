"""Whose name stands in the certificate of an encrypted door. Nothing is trusted, it is only read."""

from __future__ import annotations

from collections.abc import Iterator

from doorguard.model import Device, Fact, Level
from doorguard.network.door import Visit
from doorguard.network.refusal import DoorError, Stopped
from doorguard.network.text import clean
from doorguard.probes.probe import Learned, Probe, services

NAME = "tls"


def subject(der: bytes) -> str | None:
    """The subject of an X.509 certificate (RFC 5280) as RFC 4514 text, or None."""
    from cryptography import x509

    try:
        return clean(x509.load_der_x509_certificate(der).subject.rfc4514_string()) or None
    except Exception:  # noqa: BLE001 - a certificate is hostile input, and only a clue
        return None


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Read the certificate of each encrypted port."""
    for port in services(device, "https")[:4]:
        try:
            der = visit.certificate(port, seconds=2.0)
        except Stopped:
            raise
        except DoorError:
            continue
        name = subject(der) if der else None
        if name:
            yield Fact(name="tls.subject", value=name, place=f"tcp/{port}", how="reported", probe=NAME)


PROBE = Probe(
    name=NAME,
    title="The name in its certificate",
    level=Level.LOOK,
    side_effect="None that a person would see.",
    supplies=("tls.subject",),
    connections=4,
    requests=4,
    applies=lambda device: bool(services(device, "https")),
    run=run,
)
