"""Signing in to one device, and the maker's first password: what is remembered of it, and when nothing is sent.

In memory only, until the session ends. What a device did not accept is remembered from look to look: looking again is
no new sitting for a lock that counts (lockout.md section 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from doorguard.model import Device, Level
from doorguard.network.door import Door
from doorguard.network.secret import Secret
from doorguard.session.past import Past
from doorguard.wording import N_, _

SECONDS = 25.0
"""How long one device may be asked after signing in."""
NO_WAY_IN = N_("It was stopped, or we know no way to sign in to this device.")
MOST_REFUSED = 2
"""Logins that one device did not say yes to in one sitting, whoever typed: five is the smallest usual limit."""


class CloserLooks:
    """By device: what the person typed, which services said yes to it, and what was not accepted."""

    def __init__(self) -> None:
        self.refused: dict[str, str] = {}
        """The sentence with which a device did not let us in, in the closer look that goes on."""
        self._secrets: dict[str, Secret] = {}
        self._let_in: dict[tuple[str, Secret | None], Mapping[str, bool]] = {}
        self._not_accepted: dict[str, int] = {}
        self._tested: set[str] = set()

    def goes_on_from(self, before: CloserLooks, devices: Iterable[Device], doors: Iterable[Door]) -> None:
        """A look after another one, in one sitting; ``devices`` and ``doors`` are those of the one before."""
        doors = list(doors)
        self._tested |= before._tested
        self._not_accepted = dict(before._not_accepted)
        for device in devices:
            self._not_accepted[device.id] = before.not_accepted(device, doors)

    def merge(self, kept: str, gone: str) -> None:
        """Two devices turned out to be one: every login that either refused is of the one that stays. A password is
        typed again: which part it was for is not known any more."""
        if gone in self._tested:
            self._tested.add(kept)
        self._not_accepted[kept] = self._not_accepted.get(kept, 0) + self._not_accepted.pop(gone, 0)
        self._secrets.pop(gone, None)

    # --- what the person typed -----------------------------------------------------------------

    def type(self, device_id: str, secret: Secret) -> None:
        """Kept in memory for checking again."""
        self._secrets[device_id] = secret

    def secret(self, device_id: str) -> Secret | None:
        """What was typed for a device; None where nothing was, or it was not accepted."""
        return self._secrets.get(device_id)

    def drop(self, device_id: str) -> None:
        """What was typed does not leave again by itself."""
        self._secrets.pop(device_id, None)

    def services(self, device_id: str, secret: Secret | None) -> Mapping[str, bool]:
        """What the services of a device said to this secret before."""
        return self._let_in.get((device_id, secret), {})

    def ended(self, device_id: str, secret: Secret | None, services: Mapping[str, bool]) -> None:
        """What its services say to this secret now; one that nothing said yes to is dropped."""
        self._let_in.pop((device_id, secret), None)
        if any(services.values()):
            self._let_in[device_id, secret] = services
        else:
            self.drop(device_id)

    # --- when nothing is sent ------------------------------------------------------------------

    def why_not(self, device: Device, level: Level, doors: Iterable[Door], past: Past, now: datetime) -> str | None:
        """Why nothing is sent to this device now, because it could lock; None where something may be. ``doors`` are
        those of this session, ``past`` is what a record tells of earlier days."""
        if level == Level.TEST and device.id in self._tested:
            return _("The first password was tried already. It is tried once.")
        if level == Level.TEST and past.tried_within_a_day(device.id, now):
            return _("The record says that it was tried less than a day ago. Wait until a day has passed.")
        if self.not_accepted(device, doors) >= MOST_REFUSED:
            return _("The device said no twice, or did not say yes. Wait a day, so that it does not lock.")
        return None

    def tries(self, device_id: str) -> None:
        """The first password is tried now: once in a sitting."""
        self._tested.add(device_id)

    def not_accepted(self, device: Device, doors: Iterable[Door]) -> int:
        """Logins that it did not say yes to in this sitting, looks before this one included."""
        now = sum(door.logins_not_accepted(device.addresses) for door in doors)
        return now + self._not_accepted.get(device.id, 0)
