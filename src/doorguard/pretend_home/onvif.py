"""An ONVIF device and media service (ONVIF Core 5.12 logins, default access policy)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from doorguard.pretend_home import onvif_answers as say
from doorguard.pretend_home.login import Token, token
from doorguard.pretend_home.web import Answer, Request

_KIND = "application/soap+xml; charset=utf-8"
_OF_A_PROFILE = ("GetStreamUri", "GetSnapshotUri")
_SKEW = timedelta(minutes=5)

_EVERYBODY = ("Administrator", "Operator", "User")
CLASSES: dict[str, tuple[str, ...]] = {
    "PRE_AUTH": (),
    "READ_SYSTEM": _EVERYBODY,
    "READ_SYSTEM_SECRET": ("Administrator",),
    "READ_MEDIA": _EVERYBODY,
}
"""Access class -> the levels that may (ONVIF Core, default access policy). PRE_AUTH needs no login."""


@dataclass
class Onvif:
    """Answers on ``/onvif/...``. ``open`` tells everything to anyone, ``open_to`` these operations alone.

    ``users`` are (name, level); ``passwords`` are theirs ("" when not given). ``clock_off`` is how far the
    device's clock is from the true time. ``stream_path`` is what its stream address says.
    """

    maker: str
    model: str
    firmware: str
    serial: str
    open: bool = False
    open_to: tuple[str, ...] = ()
    users: list[tuple[str, str]] = field(default_factory=lambda: [("admin", "Administrator")])
    passwords: dict[str, str] = field(default_factory=dict)
    mac: str = "00:00:00:00:00:00"
    audio: bool = True
    scopes: tuple[str, ...] = ()
    stream_path: str = "/stream1"
    snapshot_path: str = "/snapshot.jpg"
    clock_off: timedelta = timedelta()
    _accepted: set[tuple[str, str]] = field(default_factory=set)
    _nonces: set[str] = field(default_factory=set)

    def handle(self, request: Request) -> Answer | None:
        """A handler for the web server."""
        if not request.path.startswith("/onvif/") or request.method != "POST":
            return None
        text = request.body.decode("utf-8", "replace")
        given = token(text)
        level, verdict = self._level(given) if given else ("", None)
        operation = self._operation(text)
        found = self._operations().get(operation)
        if found is None:
            return Answer(400, say.fault("Receiver", "ActionNotSupported", "Optional Action Not Implemented"), _KIND, login=verdict)
        access, body = found
        may = self.open or operation in self.open_to or access == "PRE_AUTH" or level in CLASSES[access]
        if not may:
            return Answer(400, say.fault("Sender", "NotAuthorized", "Sender not Authorized"), _KIND, login=verdict)
        if operation in _OF_A_PROFILE and self._profile(text) != say.PROFILE:
            return Answer(400, say.fault("Sender", "NoProfile", "Profile token does not exist"), _KIND, login=verdict)
        host = request.headers.get("host", "")
        return Answer(200, say.envelope(body(host)), _KIND, login=verdict)

    def now(self) -> datetime:
        """What the device's clock says."""
        return datetime.now(UTC) + self.clock_off

    def _level(self, given: Token) -> tuple[str, Literal["accepted", "known", "refused"]]:
        levels = dict(self.users)
        password = self.passwords.get(given.user, "")
        if given.user not in levels or not self._is_fresh(given) or not given.opens_with(password):
            return "", "refused"
        key = (given.user, password)
        known = key in self._accepted
        self._accepted.add(key)
        self._nonces.add(given.nonce)
        return levels[given.user], "known" if known else "accepted"

    def _is_fresh(self, given: Token) -> bool:
        """The device's own clock decides, and a nonce works once."""
        try:
            created = datetime.fromisoformat(given.created)
        except ValueError:
            return False
        if created.tzinfo is None or given.nonce in self._nonces:
            return False
        return abs(created - self.now()) <= _SKEW

    @staticmethod
    def _operation(text: str) -> str:
        body = re.search(r"<(?:[\w.-]+:)?Body[^>]*>\s*<(?:[\w.-]+:)?(\w+)", text)
        return body[1] if body else ""

    @staticmethod
    def _profile(text: str) -> str:
        named = re.search(r"<(?:[\w.-]+:)?ProfileToken>([^<]*)<", text)
        return named[1] if named else ""

    def _operations(self) -> dict[str, tuple[str, Callable[[str], str]]]:
        """Operation -> (access class, what it answers on this host)."""
        system, secret, media = "READ_SYSTEM", "READ_SYSTEM_SECRET", "READ_MEDIA"
        return {
            "GetSystemDateAndTime": ("PRE_AUTH", lambda host: say.date_and_time(self.now())),
            "GetServices": ("PRE_AUTH", say.services),
            "GetCapabilities": ("PRE_AUTH", say.capabilities),
            "GetServiceCapabilities": ("PRE_AUTH", lambda host: say.service_capabilities()),
            "GetHostname": ("PRE_AUTH", lambda host: say.hostname(self.model)),
            "GetWsdlUrl": ("PRE_AUTH", lambda host: "<tds:GetWsdlUrlResponse><tds:WsdlUrl>http://www.onvif.org/</tds:WsdlUrl></tds:GetWsdlUrlResponse>"),
            "GetDeviceInformation": (system, lambda host: say.device_information(self.maker, self.model, self.firmware, self.serial)),
            "GetScopes": (system, lambda host: say.scopes(self.scopes)),
            "GetNetworkInterfaces": (system, lambda host: say.network_interfaces(self.mac)),
            "GetNetworkProtocols": (system, lambda host: say.network_protocols()),
            "GetUsers": (secret, lambda host: say.users(self.users)),
            "GetProfiles": (media, lambda host: say.profiles(audio=self.audio)),
            "GetStreamUri": (media, lambda host: say.media_uri("GetStreamUri", f"rtsp://{host.partition(':')[0]}:554{self.stream_path}")),
            "GetSnapshotUri": (media, lambda host: say.media_uri("GetSnapshotUri", f"http://{host}{self.snapshot_path}")),
        }
