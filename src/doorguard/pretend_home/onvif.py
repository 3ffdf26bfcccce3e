"""An ONVIF device and media service (ONVIF Core 5.12 logins, default access policy)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from doorguard.pretend_home import onvif_answers as say
from doorguard.pretend_home.login import Token, challenge, is_right, token
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


_BEYOND = {
    "GetAuthFailureWarningConfiguration": "recording",
    "GetStorageConfigurations": "recording",
    "GetEventBrokers": "events",
    "GetUplinks": "uplink",
    "GetWebRTCConfigurations": "media2",
    "GetRecordingJobs": "recording",
}
"""What only devices with that service know. Storage and login warnings come with devices that record (Profile G)."""
Verdict = Literal["accepted", "known", "refused"]


@dataclass
class Onvif:
    """Answers on ``/onvif/...``. ``open`` tells everything to anyone, ``open_to`` these operations alone.

    ``users`` are (name, level); ``passwords`` are theirs ("" when not given). ``clock_off`` is how far the
    device's clock is from the true time. ``stream_path`` is what its stream address says.

    ``offers`` are its services (names of ``onvif_answers.SERVICES``); the lists after it are what they hold.
    ``http_digest`` asks for HTTP Digest where others want a UsernameToken. ``tries_left`` is told with a refusal.
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
    offers: tuple[str, ...] = ("device", "media")
    remote: str = ""
    ddns: str = ""
    discoverable: bool = True
    warns: bool = False
    stores_at: list[str] = field(default_factory=list)
    brokers: list[str] = field(default_factory=list)
    uplinks: list[str] = field(default_factory=list)
    webrtc: list[tuple[str, bool]] = field(default_factory=list)
    records: bool = True
    http_digest: bool = False
    tries_left: int | None = None
    _accepted: set[tuple[str, str]] = field(default_factory=set)
    _nonces: set[str] = field(default_factory=set)
    _http_nonce: str = field(default_factory=lambda: secrets.token_hex(8))

    def handle(self, request: Request) -> Answer | None:
        """A handler for the web server."""
        if not request.path.startswith("/onvif/") or request.method != "POST":
            return None
        text = request.body.decode("utf-8", "replace")
        level, verdict = self._who(request, text)
        operation = self._operation(text)
        found = self._operations().get(operation)
        if found is None or (operation in _BEYOND and _BEYOND[operation] not in self.offers):
            return Answer(400, say.fault("Receiver", "ActionNotSupported", "Optional Action Not Implemented"), _KIND, login=verdict)
        access, body = found
        may = self.open or operation in self.open_to or access == "PRE_AUTH" or level in CLASSES[access]
        if not may:
            return self._refusal(verdict)
        if operation in _OF_A_PROFILE and self._profile(text) != say.PROFILE:
            return Answer(400, say.fault("Sender", "NoProfile", "Profile token does not exist"), _KIND, login=verdict)
        host = request.headers.get("host", "")
        return Answer(200, say.envelope(body(host)), _KIND, login=verdict)

    def _refusal(self, verdict: Verdict | None) -> Answer:
        reason = "Sender not Authorized"
        if verdict == "refused" and self.tries_left is not None:
            self.tries_left -= 1
            reason += f". You have {self.tries_left} attempt(s) left"
        body = say.fault("Sender", "NotAuthorized", reason)
        if not self.http_digest:
            return Answer(400, body, _KIND, login=verdict)
        asks = challenge("digest", self.model, self._http_nonce)
        return Answer(401, body, _KIND, headers=(("WWW-Authenticate", asks),), login=verdict)

    def now(self) -> datetime:
        """What the device's clock says."""
        return datetime.now(UTC) + self.clock_off

    def _who(self, request: Request, text: str) -> tuple[str, Verdict | None]:
        """(the level of who asks, what came of a secret)."""
        header = request.headers.get("authorization", "")
        if self.http_digest and header:
            accounts = {name: self.passwords.get(name, "") for name, _ in self.users}
            user, right = is_right(header, "digest", request.method, self.model, self._http_nonce, accounts)
            return self._let_in(user) if right else ("", "refused")
        given = None if self.http_digest else token(text)
        if given is None:
            return "", None
        password = self.passwords.get(given.user, "")
        if given.user not in dict(self.users) or not self._is_fresh(given) or not given.opens_with(password):
            return "", "refused"
        self._nonces.add(given.nonce)
        return self._let_in(given.user)

    def _let_in(self, user: str) -> tuple[str, Verdict]:
        key = (user, self.passwords.get(user, ""))
        known = key in self._accepted
        self._accepted.add(key)
        return dict(self.users)[user], "known" if known else "accepted"

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
            "GetServices": ("PRE_AUTH", lambda host: say.services(host, self.offers)),
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
            "GetRemoteUser": (system, lambda host: say.remote_user(self.remote)),
            "GetDynamicDNS": (system, lambda host: say.dynamic_dns(self.ddns)),
            "GetDiscoveryMode": (system, lambda host: say.discovery_mode(on=self.discoverable)),
            "GetAuthFailureWarningConfiguration": (system, lambda host: say.auth_failure_warning(on=self.warns)),
            "GetStorageConfigurations": (media, lambda host: say.storage(self.stores_at)),
            "GetEventBrokers": (media, lambda host: say.event_brokers(self.brokers)),
            "GetUplinks": (system, lambda host: say.uplinks(self.uplinks)),
            "GetWebRTCConfigurations": (system, lambda host: say.webrtc(self.webrtc)),
            "GetRecordingJobs": (media, lambda host: say.recording_jobs(on=self.records)),
            "GetStreamUri": (media, lambda host: say.media_uri("GetStreamUri", f"rtsp://{host.partition(':')[0]}:554{self.stream_path}")),
            "GetSnapshotUri": (media, lambda host: say.media_uri("GetSnapshotUri", f"http://{host}{self.snapshot_path}")),
        }
