"""Does the password that it came with from the maker still open it? Level Test, after a second consent.

Three steps, never a fourth: without a password the page must refuse; the maker's one first pair is sent once;
only if it is taken, a made-up password must be refused on the same page (else the device takes anything, and a
yes means nothing). The first hint of a lock ends it (design rule 2). A pair is known only where two sources or a manual
give it, for a maker that was recognised; for any other device nothing is tried.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.network.refusal import Locked, LoginRefused
from doorguard.network.secret import Secret
from doorguard.probes.probe import Learned, Probe, services
from doorguard.tables import FirstPassword, load_first_passwords
from doorguard.wording import N_, _

NAME = "first-password"
FACT = "first_password.works"
TAKES_ANYTHING = N_("It takes any password, so we cannot say whether the maker's is still in use.")
CHANGES_ITS_MIND = N_("It asked for a password and a moment later for none, so we cannot say.")


def pair_for(device: Device) -> FirstPassword | None:
    """The one pair of a recognised maker; None where there is none, or where several would fit."""
    if device.vendor is None or device.sure != "yes":
        return None
    rows = [row for row in load_first_passwords() if row.maker == device.vendor]
    fitting = [row for row in rows if row.models.search(device.model or "")]
    return fitting[0] if len(fitting) == 1 else None


def can_be_tried(device: Device) -> bool:
    """True where the pair is known and a web page answers."""
    return pair_for(device) is not None and bool(services(device, "http", "https"))


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """The three steps, on the first web page that asks for a password."""
    pair = pair_for(device)
    assert pair is not None  # by ``applies``
    tls_ports = services(device, "https")
    for port in services(device, "http", "https")[:2]:
        for path in dict.fromkeys((pair.path, "/")):
            if visit.ask(port, path, tls=port in tls_ports).status == 401:
                yield _try(visit, pair, port, path, tls=port in tls_ports)
                return
    says = _("No page of it asks for a password in a way that we know, so none was tried.")
    yield Gap(names=(FACT,), reason="not-supported", probe=NAME, says=says)


def _try(visit: Visit, pair: FirstPassword, port: int, path: str, *, tls: bool) -> Fact | Gap:
    first = visit.login("first", Secret(pair.user, pair.password))
    try:
        first.ask(port, path, tls=tls)
    except Locked as locked:
        return Gap(names=(FACT,), reason="login-needed", probe=NAME, says=str(locked))
    except LoginRefused:
        return Fact(name=FACT, value=False, probe=NAME)
    if not first.open:  # it asked for a password, and then for none: nothing was tried
        return Gap(names=(FACT,), reason="unreadable", probe=NAME, says=_(CHANGES_ITS_MIND))
    control = visit.login("control", Secret(pair.user, secrets.token_urlsafe(12)))
    try:
        control.ask(port, path, tls=tls)
    except LoginRefused:
        return Fact(name=FACT, value=True, probe=NAME)
    says = _(TAKES_ANYTHING) if control.open else _(CHANGES_ITS_MIND)
    return Gap(names=(FACT,), reason="unreadable", probe=NAME, says=says)


PROBE = Probe(
    name=NAME,
    title="Whether the maker's first password still works",
    level=Level.TEST,
    side_effect="The device writes it down, may count it as a wrong try, and may send a message to its owner.",
    supplies=(FACT,),
    connections=10,
    requests=10,
    applies=can_be_tried,
    run=run,
)
