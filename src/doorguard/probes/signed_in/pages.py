"""One signed-in web service, read page after page: a page that is missing leaves a gap, not an end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from doorguard.model import Device, Reason
from doorguard.network.login import Login
from doorguard.network.refusal import NoAnswer, Readable, Unreadable
from doorguard.probes.probe import services

PAGE_SECONDS = 3.0
MOST_SILENT = 2
"""Pages in a row without a readable answer; then the device is left alone."""


class NotHere(Exception):
    """This one page told nothing. ``reason`` is why, for the gap."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def web_ports(device: Device) -> list[tuple[int, bool]]:
    """(port, TLS) of every web server, plain HTTP first: old devices speak TLS that nobody does any more."""
    plain, scrambled = services(device, "http"), services(device, "https")
    return [(port, False) for port in plain] + [(port, True) for port in scrambled]


@dataclass(slots=True)
class Pages:
    """The pages behind one login, at one port."""

    login: Login
    port: int
    tls: bool
    _silent: int = 0

    def read(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> bytes:
        """What stands at ``path``. Raises NotHere when this page told nothing, DoorError when no page will."""
        try:
            reply = self.login.ask(
                self.port, path, tls=self.tls, method=method, headers=headers, body=body, seconds=PAGE_SECONDS
            )
        except (NoAnswer, Unreadable) as error:
            self._silent += 1
            if self._silent >= MOST_SILENT or not self.login.open:
                raise  # a secret that left without an answer must not leave again
            raise NotHere(error.reason) from None
        self._silent = 0
        if reply.status != 200:
            raise NotHere("not-supported")
        if reply.cut:
            raise NotHere("unreadable")
        return reply.body


def open_pages(
    device: Device, login: Login, path: str, headers: Mapping[str, str] | None = None
) -> tuple[Pages, bytes]:
    """Sign in at the first web port that has ``path``; gives that page too. Plain HTTP that would send the
    password readable is passed over while there is TLS.

    Raises NotHere when no port has it, Readable, LoginRefused and other DoorErrors.
    """
    missing: NotHere | Readable = NotHere("not-supported")
    for port, tls in web_ports(device):
        pages = Pages(login, port, tls)
        try:
            return pages, pages.read(path, headers=headers)
        except (NotHere, Readable) as error:
            if login.open:
                raise
            missing = error if isinstance(error, Readable) or isinstance(missing, NotHere) else missing
    raise missing
