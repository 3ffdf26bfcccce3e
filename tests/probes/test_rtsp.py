"""RTSP in few conversations, at the addresses of a make, and against a server that others wrote."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from doorguard.model import Device
from doorguard.pretend_home.device import Conversation
from doorguard.pretend_home.rtsp import SDP, Rtsp
from doorguard.probes import rtsp, services
from doorguard.probes.probe import video_paths
from doorguard.tables import load_video_paths
from tests.probes.bench import Bench, free_port, running

PROBES = (services.PROBE, rtsp.PROBE)
CAMERA = "192.168.77.20"


def device(family: str | None) -> Device:
    return Device(id="d", id_from="hand", addresses=(CAMERA,), family=family)


def asked(service: Rtsp, family: str | None = None) -> Bench:
    bench = Bench(service, family=family).ask(*PROBES)
    bench.close()
    return bench


def conversations(bench: Bench) -> int:
    return bench.door.sent()[CAMERA].connections


@pytest.mark.parametrize("family", [None, *sorted({row.family for row in load_video_paths()})])
def test_at_most_eight_addresses_and_the_makes_own_are_among_them(family: str | None) -> None:
    paths = video_paths(device(family), "rtsp", rtsp.MOST)
    own = [row.path for row in load_video_paths() if row.way == "rtsp" and row.family == family]
    assert len(paths) == len(set(paths)) == 8
    assert paths[0] == "/"
    assert set(own) <= set(paths)


def test_an_address_that_only_this_make_has() -> None:
    assert asked(Rtsp(open_paths=("/profile2/media.smp",)), "hanwha").value("video.open") is True
    assert asked(Rtsp(open_paths=("/profile2/media.smp",))).value("video.open") is None


def test_all_questions_go_through_one_conversation_where_the_device_keeps_it_open() -> None:
    one = asked(Rtsp(open_paths=("/nowhere",)))
    assert one.reason("video.open") == "not-supported"
    assert conversations(one) <= 2  # one to learn what speaks there, one for all eight addresses


@dataclass
class HangsUpAfterEach(Rtsp):
    """One answer to a line, then gone, as some cameras do; ``says`` whether it announces that."""

    says: bool = False

    def _send(
        self, talk: Conversation, status: int, cseq: str, headers: list[str] | None = None, body: str = ""
    ) -> None:
        super()._send(talk, status, cseq, [*(headers or []), *(["Connection: Close"] if self.says else [])], body)
        talk.close()


@pytest.mark.parametrize("says", [True, False])
@pytest.mark.parametrize("last", ["/stream1", "/axis-media/media.amp"])
def test_a_camera_that_hangs_up_after_each_answer_is_asked_on(says: bool, last: str) -> None:
    one = asked(HangsUpAfterEach(open_paths=(last,), says=says))
    assert (one.value("video.open"), one.value("video.any_address")) == (True, False)
    assert asked(HangsUpAfterEach(says=says)).value("video.open") is False


class HangsUpOnMadeUp(Rtsp):
    """Ends the line at a method that it does not know."""

    def _reply(self, talk: Conversation, method: str, url: str, cseq: str) -> None:
        if method not in ("OPTIONS", "DESCRIBE"):
            talk.close()
        else:
            super()._reply(talk, method, url, cseq)


def test_hanging_up_at_a_made_up_method_is_no_description() -> None:
    assert asked(HangsUpOnMadeUp(open_paths=("*",))).value("video.open") is True


class TwoSchemes(Rtsp):
    """Offers both in one line (RFC 9110 section 11.6.1)."""

    def _send(
        self, talk: Conversation, status: int, cseq: str, headers: list[str] | None = None, body: str = ""
    ) -> None:
        both = ['WWW-Authenticate: Basic realm="x", Digest realm="a, b", nonce="1"'] if status == 401 else headers
        super()._send(talk, status, cseq, both, body)


def test_a_login_that_may_also_be_scrambled_is_not_called_readable() -> None:
    assert asked(TwoSchemes()).value("login.readable") is False
    assert asked(Rtsp(scheme="basic")).value("login.readable") is True


@dataclass
class Smuggles(Rtsp):
    """Sends a description along behind each refusal, to be taken for the next answer."""

    sent: list[str] = field(default_factory=list)

    def _send(
        self, talk: Conversation, status: int, cseq: str, headers: list[str] | None = None, body: str = ""
    ) -> None:
        super()._send(talk, status, cseq, headers, body)
        number = int(cseq) + 1
        talk.send(f"RTSP/1.0 200 OK\r\nCSeq: {number}\r\nContent-Length: {len(SDP)}\r\n\r\n{SDP}".encode())


def test_what_comes_behind_an_answer_is_not_taken_for_the_next() -> None:
    assert asked(Smuggles()).value("video.open") is False


# --- gst-rtsp-server -------------------------------------------------------------------------

GST = """
import gi, sys
gi.require_version("Gst", "1.0"); gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gst, GstRtspServer, GLib
Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1"); server.set_service(sys.argv[1])
factory = GstRtspServer.RTSPMediaFactory()
sound = " audiotestsrc ! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay name=pay1 pt=8" if "sound" in sys.argv else ""
factory.set_launch("( videotestsrc ! video/x-raw,format=I420,width=64,height=64,framerate=5/1 ! jpegenc ! rtpjpegpay name=pay0" + sound + " )")
if "login" in sys.argv:
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(1 if "basic" in sys.argv else 2)
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    (auth.add_basic if "basic" in sys.argv else auth.add_digest)(*(["dXNlcjp3b3Jk", token] if "basic" in sys.argv else ["user", "word", token]))
    server.set_auth(auth)
    factory.add_role_from_structure(Gst.Structure.new_from_string("user, media.factory.access=true, media.factory.construct=true"))
server.get_mount_points().add_factory("/stream1", factory)
server.attach(None)
GLib.MainLoop().run()
"""
PYTHON = "/usr/bin/python3"


def _why_not() -> str | None:
    probe = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"
    try:
        done = subprocess.run([PYTHON, "-c", probe], capture_output=True, check=False)
    except OSError:
        return "there is no distribution's own Python here"
    return "gst-rtsp-server is not installed here" if done.returncode else None


@pytest.fixture
def gst(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    why = _why_not()
    if why:
        pytest.skip(why)
    port = free_port()
    with running([PYTHON, "-c", GST, str(port), *request.param], port, tmp_path / "log"):
        bench = Bench(elsewhere={554: port})
        yield bench.ask(*PROBES)
        bench.close()


@pytest.mark.parametrize(("gst", "sound"), [((), False), (("sound",), True)], indirect=["gst"])
def test_gst_open_at_one_address(gst: Bench, sound: bool) -> None:
    told = [gst.value(n) for n in ("video.open", "video.any_address", "audio.in_stream")]
    assert told == [True, False, sound]


@pytest.mark.parametrize(
    ("gst", "readable"), [(("login", "basic"), True), (("login", "digest"), False)], indirect=["gst"]
)
def test_gst_with_a_login(gst: Bench, readable: bool) -> None:
    assert gst.value("video.open") is not True
    assert gst.value("login.readable") is readable
