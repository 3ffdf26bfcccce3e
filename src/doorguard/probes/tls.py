"""How an encrypted door encrypts, and what stands in its certificate. Nothing is trusted, it is only read.

One handshake in which we offer every version since TLS 1.0: what the device picks is the newest it has
(RFC 8446 section 4.1.3; RFC 5246 appendix E.1). TLS 1.0 and 1.1 are given up by RFC 8996.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from doorguard.model import Device, Fact, Gap, Level, Scalar
from doorguard.network.door import Handshake, Visit
from doorguard.network.refusal import DoorError, Stopped
from doorguard.network.text import clean
from doorguard.probes.probe import Learned, Probe, services
from doorguard.wording import _

NAME = "tls"
OLD = frozenset({"TLSv1", "TLSv1.1"})
JUDGED = ("tls.old", "tls.expired")


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate (X.509, RFC 5280) says of itself; None and ``""`` where it cannot be read."""

    subject: str = ""
    until: datetime | None = None
    self_signed: bool | None = None


def read(der: bytes) -> Certificate:
    """Read what can be read. A certificate is hostile input: one unreadable part spoils no other."""
    from cryptography import x509

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about serial numbers and the like, which cameras get wrong
            found = x509.load_der_x509_certificate(der)
    except Exception:  # noqa: BLE001 - whatever a hostile certificate does to the parser
        return Certificate()
    subject, until, self_signed = "", None, None
    try:
        subject = clean(found.subject.rfc4514_string())
        self_signed = found.subject == found.issuer
    except Exception:  # noqa: BLE001, S110 - it is only a clue
        pass
    try:
        until = found.not_valid_after_utc  # "99991231235959Z" says that there is no end (section 4.1.2.5)
    except Exception:  # noqa: BLE001, S110 - a day that no calendar has
        pass
    return Certificate(subject, until, self_signed)


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """One handshake with each encrypted port."""
    for port in services(device, "https")[:4]:
        place = f"tcp/{port}"
        try:
            shaken = visit.handshake(port, seconds=2.0)
        except Stopped:
            raise
        except DoorError as error:
            yield Gap(names=JUDGED, reason=error.reason, place=place, probe=NAME)
            continue
        yield from _said(shaken, place, datetime.now(UTC))


def _said(shaken: Handshake, place: str, now: datetime) -> Iterator[Learned]:
    def fact(name: str, value: Scalar) -> Fact:
        reported = name in ("tls.subject", "tls.until")
        return Fact(name=name, value=value, place=place, how="reported" if reported else "observed", probe=NAME)

    if shaken.version:
        yield fact("tls.version", shaken.version)
        yield fact("tls.old", shaken.version in OLD)
    certificate = read(shaken.certificate) if shaken.certificate else Certificate()
    if shaken.certificate:
        yield fact("tls.certificate", hashlib.sha256(shaken.certificate).hexdigest()[:16])
    if certificate.subject:
        yield fact("tls.subject", certificate.subject)
    if certificate.self_signed is not None:
        yield fact("tls.self_signed", certificate.self_signed)
    if certificate.until is None:
        says = _("We could not read how long its certificate is good for.")
        yield Gap(names=("tls.expired",), reason="unreadable", place=place, probe=NAME, says=says)
    else:
        yield fact("tls.until", certificate.until.date().isoformat())
        yield fact("tls.expired", certificate.until < now)


PROBE = Probe(
    name=NAME,
    title="How it encrypts, and its certificate",
    level=Level.LOOK,
    side_effect="None that a person would see.",
    supplies=(
        "tls.version",
        "tls.old",
        "tls.certificate",
        "tls.subject",
        "tls.self_signed",
        "tls.until",
        "tls.expired",
    ),
    connections=4,
    requests=4,
    applies=lambda device: bool(services(device, "https")),
    run=run,
)
