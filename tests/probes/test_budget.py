"""All questions of a look at one device together stay within what one device may be sent."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from doorguard.model import Level
from doorguard.network import ledger
from doorguard.pretend_home.device import Conversation, TcpService
from doorguard.pretend_home.greetings import Silent, ftp, ssh
from doorguard.pretend_home.rtsp import Rtsp
from doorguard.pretend_home.telnet import Telnet
from doorguard.pretend_home.web import Answer, Web, page, picture
from doorguard.probes import PROBES
from tests.probes.bench import Bench

CAMERA = "192.168.77.20"
LOOK = [probe for probe in PROBES if probe.level <= Level.LOOK and probe.name != "igd"]


class ClosesAfterEach(Web):
    """One answer to a line, as HTTP/1.0 servers in cameras do."""

    def say(self, talk: Conversation, answer: Answer, *, body: bool = True, last: bool = False) -> None:
        """The last, always."""
        super().say(talk, answer, body=body, last=True)


class HangsUp(Rtsp):
    """One answer to a line."""

    def _send(
        self, talk: Conversation, status: int, cseq: str, headers: list[str] | None = None, body: str = ""
    ) -> None:
        super()._send(talk, status, cseq, headers, body)
        talk.close()


@dataclass
class Counted:
    """What the device itself counted."""

    requests: int = 0
    logins: int = 0


def counted(services: list[TcpService]) -> Counted:
    return Counted(
        sum(getattr(service, "requests", 0) for service in services), sum(getattr(s, "logins", 0) for s in services)
    )


def camera(*, keeps: bool) -> list[TcpService]:
    web, video = (Web, Rtsp) if keeps else (ClosesAfterEach, HangsUp)
    pages = [page("/", "Camera"), picture("/no-known-place.jpg")]
    return [
        web(80, "x", list(pages)), web(81, "x", list(pages)), web(8080, "x", list(pages)), video(554), video(8554),
        Telnet(), ssh(), ftp(), Silent(34567), Silent(37777), Silent(8000), Silent(9000),
    ]  # fmt: skip


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("family", [None, "dahua"])
def test_a_camera_with_many_doors_is_asked_no_more_than_it_may_be(keeps: bool, family: str | None) -> None:
    services = camera(keeps=keeps)
    one = Bench(*services, family=family).ask(*LOOK)
    one.close()
    sent = one.door.sent()[CAMERA]
    own = counted(services)
    assert sent.connections <= ledger.LOOK.connections
    assert sent.requests <= ledger.LOOK.requests
    assert own.logins == 0
    cut = {name for gap in one.gaps if gap.reason == "budget" for name in gap.names}
    if keeps:
        assert not cut
    else:
        # What was cut is not called fine anywhere.
        assert cut
        places = {gap.place for gap in one.gaps if gap.reason == "budget" and "settings.open" in gap.names}
        assert not places & {f.place for f in one.facts if f.name == "settings.open"}
