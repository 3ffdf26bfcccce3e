"""Xiongmai's DVRIP: what each answer tells, what a missing or lying one leaves open, one login, and only reading."""

from __future__ import annotations

import contextlib
import json
import re
import struct
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import doorguard.probes.signed_in.dvrip as module
from doorguard.catalog import load
from doorguard.model import Device, Fact
from doorguard.network.refusal import Locked, LoginRefused, NoAnswer, Unreadable
from doorguard.network.secret import Secret
from doorguard.pretend_home.conversation import Conversation
from doorguard.pretend_home.dvrip import ADMIN, HIDDEN, NEVER_SHOWN, TRIES, VIEWER, Dvrip, LogRow
from doorguard.probes.probe import Probe
from doorguard.probes.signed_in import PROBES, dvrip_talk
from doorguard.probes.signed_in.dvrip import PROBE
from doorguard.probes.signed_in.dvrip_settings import SETTINGS, clock, host
from doorguard.probes.signed_in.dvrip_talk import read, sofia_hash
from doorguard.probes.signed_in.pages import NotHere
from tests.probes.signed_in.bench import CAMERA, OURS, OWN, SignedIn, names, within_budget


def signed_in(dvrip: Dvrip | None = None, **more: object) -> SignedIn:
    camera = dvrip or Dvrip(OWN.password)
    run = SignedIn(PROBE, "xiongmai", camera, kinds={34567: "dvrip"}, **more)  # type: ignore[arg-type]
    within_budget(run)
    assert camera.sessions == set()  # our own session is closed again
    return run


def everything() -> Dvrip:
    return Dvrip(
        OWN.password,
        users=[("admin", "admin 's account", ADMIN), HIDDEN, ("keeper", "", ["Monitor_01", "NetConfig"]), ("guest2", "", None)],
        mail_to=["someone@example.org", "other@example.org; third@example.org"], ftp_to="198.51.100.3", alarm_to="198.51.100.4",
        signs_on_to="platform.example.net", cloud=True, upnp=True, ddns="porch.example.net", by_ntp=False, west=-480,
        clock_off=timedelta(days=-3), audio=False, record_mode="ClosedRecord", updates=False,
        log=[
            LogRow("2026-01-02 03:04:05", "LogIn", "guest2", "Mobile<192.168.77.43>"),
            LogRow("2026-01-03 03:04:05", "LogOut", "guest2", "Mobile<192.168.77.43>"),
        ],
    )  # fmt: skip


@pytest.fixture(scope="module")
def well_kept() -> SignedIn:
    return signed_in()


@pytest.fixture(scope="module")
def told() -> SignedIn:
    return signed_in(everything())


def test_a_device_that_is_looked_after_says_no_to_everything(well_kept: SignedIn) -> None:
    assert well_kept.logins == (1, 0)
    assert well_kept.rows("account.name") == [("account/dvrip/1", "admin")]
    assert well_kept.rows("recipient.owner") == [(None, "none")]
    assert well_kept.rows("access.owner") == [(None, "none")]  # our own sign-in stands in its log
    assert well_kept.rows("uplink.on") == [("uplink/auto-register", False), (None, False)]
    for name in ("cloud.on", "device.asks_router", "ddns.on"):
        assert well_kept.value(name) is False, name
    for name in ("clock.by_network", "microphone.on", "recording.on", "update.automatic"):
        assert well_kept.value(name) is True, name
    assert well_kept.value("device.model") == "50H20L_S38"
    assert well_kept.value("device.firmware") == "V4.02.R12.00035520.12012.047500.00200"
    assert well_kept.value("clock.offset") in range(5)
    assert {(g.reason, g.names) for g in well_kept.gaps} == {("not-asked", ("account.owner",)), ("not-supported", module.NEVER_TOLD)}


def test_what_is_set_is_told_place_by_place(told: SignedIn) -> None:
    assert told.rows("account.name") == [(f"account/dvrip/{n}", name) for n, name in enumerate(("admin", "default", "keeper", "guest2"), 1)]
    assert [level for _, level in told.rows("account.level")] == ["admin", "viewer", "operator", "viewer"]  # the last by its group
    assert told.rows("recipient.address") == [
        ("recipient/mail/1", "someone@example.org"), ("recipient/mail/2", "other@example.org"), ("recipient/mail/3", "third@example.org"),
        ("recipient/ftp/1", "198.51.100.3"), ("recipient/alarm-host/1", "198.51.100.4"),
    ]  # fmt: skip
    assert told.rows("recipient.owner") == []
    assert told.rows("uplink.to") == [("uplink/auto-register", "platform.example.net")]
    assert told.rows("access.name") == [("access/dvrip/1", "guest2")]
    assert told.rows("access.address") == [("access/dvrip/1", "192.168.77.43")]
    assert told.value("log.first") == "2026-01-02 03:04:05"
    for name in ("cloud.on", "device.asks_router", "ddns.on"):
        assert told.value(name) is True, name
    for name in ("clock.by_network", "microphone.on", "recording.on", "update.automatic"):
        assert told.value(name) is False, name
    assert (told.value("cloud.kind"), told.value("ddns.name")) == ("XMEye", "porch.example.net")
    assert abs(int(str(told.value("clock.offset"))) - 3 * 86400) < 5


def test_every_fact_is_one_that_it_says_it_can_learn(told: SignedIn, well_kept: SignedIn) -> None:
    assert names(told.facts) <= set(PROBE.supplies)
    labelled = {"account.owner", "recipient.owner", "access.owner"}
    assert set(PROBE.supplies) - labelled - set(module.NEVER_TOLD) <= names(told.facts) | names(well_kept.facts)


@pytest.mark.parametrize(
    ("name", "fact", "place"),
    [
        ("Users", "account.owner", None),
        ("NetWork.NetEmail", "recipient.owner", "recipient/mail"),
        ("NetWork.NetFTP", "recipient.owner", "recipient/ftp"),
        ("NetWork.AlarmServer", "recipient.owner", "recipient/alarm-host"),
        ("NetWork.PMS", "recipient.owner", "recipient/push"),
        ("NetWork.DAS", "uplink.on", "uplink/auto-register/2"),
        ("NetWork.Nat", "cloud.on", None),
        ("OPLogQuery", "access.owner", None),
        ("OPTimeQuery", "clock.offset", None),
        ("System.TimeZone", "clock.offset", None),
        ("NetWork.OnlineUpgrade", "update.automatic", None),
        ("SystemInfo", "device.firmware", None),
    ],
)
def test_a_name_that_is_missing_leaves_that_open_and_nothing_else(name: str, fact: str, place: str | None) -> None:
    run = signed_in(Dvrip(OWN.password, missing={name}))
    assert run.reason(fact, place) == "not-supported"
    assert (None, False) not in run.rows(fact)
    assert (None, "none") not in run.rows(fact)
    assert run.ended is None
    assert run.value("microphone.on") is True


def test_messages_by_way_of_the_maker_leave_open_who_gets_them() -> None:
    run = signed_in(Dvrip(OWN.password, push=True))
    assert run.reason("recipient.owner", "recipient/push") == "not-supported"
    assert run.rows("recipient.owner") == []


# --- the login -------------------------------------------------------------------------------


def test_the_folded_password_of_published_devices() -> None:
    assert sofia_hash("tluafed") == "OxhlwSG8"  # CVE-2018-17919
    assert sofia_hash("") == "tlJwpbo6"


def test_a_wrong_password_is_tried_once() -> None:
    run = signed_in(secret=Secret("admin", "wrong"))
    assert run.logins == (1, 1)
    assert isinstance(run.ended, LoginRefused)
    assert not isinstance(run.ended, Locked)
    assert (run.facts, run.gaps) == ([], [])


def test_a_locked_door_is_left_alone() -> None:
    camera = Dvrip(OWN.password)
    camera._wrong = TRIES
    run = signed_in(camera)
    assert isinstance(run.ended, Locked)
    assert run.logins == (1, 1)


def test_the_person_is_told_before_that_the_password_can_be_caught() -> None:
    assert "catch" in PROBE.warns
    assert "catch" in PROBE.side_effect


OPEN = Fact(name="port.open", value="tcp/34567", place="tcp/34567", probe="ports")
ANSWERS = Fact(name="xm34569.answers", value="yes", place="udp/34569", probe="xm34569")


def greets(service: str) -> Fact:
    return Fact(name="service.name", value=service, place="tcp/34567", probe="services")


@pytest.mark.parametrize(
    ("facts", "applies"),
    [
        ((OPEN, greets("dvrip")), True),
        ((OPEN, ANSWERS), True),  # its answer came when the doors were named already
        ((OPEN, ANSWERS, greets("unknown")), True),
        ((OPEN, ANSWERS, greets("http")), False),
        ((OPEN, greets("unknown")), False),  # the number alone says nothing
        ((ANSWERS,), False),
    ],
)
def test_only_a_door_that_spoke_for_itself_gets_it(facts: tuple[Fact, ...], applies: bool) -> None:
    assert PROBE.applies(Device(id="d", id_from="hand", addresses=(CAMERA,), facts=facts, family="xiongmai")) is applies


@pytest.mark.parametrize("probe", [p for p in PROBES if p.warns == ""], ids=lambda p: p.name)
def test_a_device_that_is_asked_in_a_better_way_never_gets_the_catchable_one(probe: Probe) -> None:
    """A box that says it is a camera of that make, and speaks this as well, may want what the make never sends."""
    door = Fact(name="service.name", value="dvrip", place="tcp/34567", probe="services")
    web = [Fact(name="service.name", value=kind, place=f"tcp/{port}", probe="services") for kind, port in (("http", 80), ("https", 443))]
    made = Device(id="d", id_from="hand", addresses=(CAMERA,), facts=(door, *web))
    for family in sorted({v.family for v in load().vendors if v.family}):
        device = replace(made, family=family)
        if probe.applies(device):
            assert not PROBE.applies(device), family



# --- only reading, and no secret ------------------------------------------------------------

WRITES = {1003, 1004, 1040, 1046, 1048, 1400, 1410, 1413, 1430, 1450, 1460, 1476, 1478, 1480, 1482, 1484, 1486, 1488, 1500, 1502, 1520, 1532, 1540, 1550, 1560, 1590}


def test_nothing_but_reading_is_asked() -> None:
    camera = everything()
    signed_in(camera)
    messages = [message for message, _ in camera.asked]
    assert messages[0] == 1000
    assert messages[-1] == 1002
    assert messages.count(1000) == 1
    assert set(messages) == {1000, 1002, *dvrip_talk.READS}
    assert not dvrip_talk.READS & WRITES


def test_no_writing_number_stands_in_the_source() -> None:
    folder = Path(module.__file__).parent
    code = "".join(re.sub(r'"""[\s\S]*?"""', "", file.read_text()) for file in folder.glob("dvrip*.py"))
    used = {int(number) for number in re.findall(r"\b1\d{3}\b", code)}
    assert used == {1000, 1002, 1024, *dvrip_talk.READS}
    with pytest.raises(AssertionError):
        dvrip_talk.Talk(None, None).read(1450, "OPMachine")  # type: ignore[arg-type]


def test_no_secret_reaches_a_fact() -> None:
    camera = everything()
    said = " ".join(json.dumps(make()) for make in camera._kept({}).values())
    assert said.count(NEVER_SHOWN) >= 6
    run = signed_in(camera)
    for secret in (NEVER_SHOWN, OWN.password, sofia_hash(OWN.password), camera.serial):
        assert secret not in run.texts()


# --- what devices get wrong ------------------------------------------------------------------

Say = Callable[[int, dict[str, object]], bytes]


def frame(message: int, text: bytes, *, magic: int = 0xFF, length: int | None = None) -> bytes:
    return struct.pack("<4B2I2BHI", magic, 1, 0, 0, 7, 0, 0, 0, message, len(text) if length is None else length) + text


def answer(message: int, said: object) -> bytes:
    return frame(message + 1, json.dumps(said).encode() + b"\n\x00")


class Scripted:
    """Lets anybody in, then answers each question with what ``say`` gives."""

    port = 34567

    def __init__(self, say: Say, *, login: Say | None = None) -> None:
        self.say, self.login = say, login or (lambda message, _: answer(message, {"Ret": 100, "SessionID": "0x00000007"}))
        self.requests = self.logins = 0

    def accepted(self, talk: Conversation) -> None:
        pass

    def heard(self, talk: Conversation) -> None:
        while len(talk.heard) >= 20:
            message, length = struct.unpack_from("<HI", talk.heard, 14)
            if len(talk.heard) < 20 + length:
                return
            text, talk.heard = talk.heard[20 : 20 + length], talk.heard[20 + length :]
            self.requests += 1
            self.logins += message == 1000
            talk.send((self.login if message == 1000 else self.say)(message, json.loads(text.rstrip(b"\n\x00"))))


def scripted(say: Say, *, login: Say | None = None) -> tuple[SignedIn, float]:
    began = time.monotonic()
    run = SignedIn(PROBE, "xiongmai", Scripted(say, login=login), kinds={34567: "dvrip"})
    assert run.received["connections"] <= 40
    assert run.received["requests"] <= 120
    assert run.logins == (1, 0)
    assert run.pretend.faults == []
    return run, time.monotonic() - began


def test_a_device_that_says_ok_to_anything_tells_nothing() -> None:
    run, _ = scripted(lambda message, asked: answer(message, {"Ret": 100, "Name": asked["Name"]}))
    assert run.facts == []
    assert {g.reason for g in run.gaps} == {"unreadable", "not-supported"}


def test_nonsense_under_the_right_name_tells_nothing() -> None:
    wrong: tuple[object, ...] = (None, 7, "yes", [], [[]], {"Enable": "maybe"}, [{"Enable": None, "Server": 3}])
    for nonsense in wrong:

        def say(message: int, asked: dict[str, object], nonsense: object = nonsense) -> bytes:
            key = {1472: "Users", 1474: "Groups"}.get(message, str(asked["Name"]))
            return answer(message, {"Ret": 100, "Name": asked["Name"], key: nonsense})

        run, _ = scripted(say)
        assert {f.value for f in run.facts if isinstance(f.value, bool)} <= {False}
        assert not {"account.name", "account.owner", "access.owner", "cloud.on", "microphone.on", "recording.on"} & names(run.facts)


def test_no_right_to_read_is_no_answer() -> None:
    run, _ = scripted(lambda message, asked: answer(message, {"Ret": 107, "Name": asked["Name"]}))
    assert run.facts == []
    assert {g.reason for g in run.gaps} == {"not-supported"}


HOSTILE: dict[str, tuple[Say, type[Exception]]] = {
    "wrong magic": (lambda message, _: frame(message + 1, b"{}", magic=0x48), Unreadable),
    "a length above what comes": (lambda message, _: frame(message + 1, b"{}", length=5000), NoAnswer),
    "a length above all sense": (lambda message, _: frame(message + 1, b"{}", length=0xFFFFFFFF), Unreadable),
    "deeper than the stack": (lambda message, _: frame(message + 1, b'{"a":' * 20000 + b"1" + b"}" * 20000), Unreadable),
    "a number without end": (lambda message, _: frame(message + 1, b'{"Ret":' + b"9" * 60000 + b"}"), Unreadable),
    "a list instead": (lambda message, _: frame(message + 1, b"[1]"), Unreadable),
    "frames of something else": (lambda message, _: frame(1504, b"{}") * 4000, Unreadable),
    "the frame of another question": (lambda message, _: answer(message, {"Ret": 100, "Name": "Another"}) * 20, Unreadable),
    "nothing": (lambda *_: b"", NoAnswer),
    "half a head": (lambda *_: b"\xff\x01", NoAnswer),
}


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence is silence sooner."""
    monkeypatch.setattr(dvrip_talk, "PAGE_SECONDS", 0.4)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_answer_ends_it_in_bounds(kind: str) -> None:
    say, expected = HOSTILE[kind]
    run, seconds = scripted(say)
    assert isinstance(run.ended, expected)
    assert run.facts == []
    assert seconds < 12


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_answer_to_the_login_is_neither_yes_nor_no(kind: str) -> None:
    say, expected = HOSTILE[kind]
    if kind == "the frame of another question":
        return  # to a login there is no other question: an answer with Ret 100 is a yes
    run, _ = scripted(lambda *_: b"", login=say)
    assert isinstance(run.ended, expected)
    assert (run.facts, run.gaps) == ([], [])


@pytest.mark.parametrize("ret", [101, 102, 124, None, "100", True, [100]])
def test_an_answer_to_the_login_that_we_do_not_know_is_neither_yes_nor_no(ret: object) -> None:
    run, _ = scripted(lambda *_: b"", login=lambda message, _: answer(message, {"Ret": ret}))
    assert isinstance(run.ended, Unreadable)


def test_a_log_without_end_is_cut_and_calls_nobody_absent() -> None:
    rows = [{"Data": "", "Position": n, "Time": "2026-01-01 00:00:00", "Type": "LogIn", "User": "guest2"} for n in range(128)]
    run, _ = scripted(
        lambda message, asked: answer(message, {"Ret": 100, "Name": asked["Name"], "OPLogQuery": rows}) if message == 1442 else answer(message, {"Ret": 607})
    )
    assert run.rows("access.owner") == []
    assert run.reason("access.owner", "access/dvrip/more") == "budget"


def test_a_long_log_is_read_page_by_page() -> None:
    old = [LogRow(f"2025-01-01 00:{n // 60:02}:{n % 60:02}", "LogIn", "admin", f"DVRIP-Web<{OURS}>") for n in range(300)]
    camera = Dvrip(OWN.password, log=[LogRow("2024-05-05 05:05:05", "LogIn", "guest2", "GUI"), *old])
    run = signed_in(camera)
    assert run.rows("access.name") == [("access/dvrip/1", "guest2")]
    assert run.value("log.first") == "2024-05-05 05:05:05"
    assert [name for _, name in camera.asked].count("OPLogQuery") == 3


def test_thousands_of_accounts_are_cut_and_said() -> None:
    run = signed_in(Dvrip(OWN.password, users=[("admin", "", ADMIN), *[(f"u{n}", "", VIEWER) for n in range(500)]]))
    assert len(run.rows("account.name")) == 64
    assert run.reason("account.owner", "account/dvrip/more") == "budget"


def test_an_answer_that_came_too_late_is_not_taken_for_another() -> None:
    def say(message: int, asked: dict[str, object]) -> bytes:
        if asked["Name"] != "NetWork.Upnp":
            return answer(message, {"Ret": 607, "Name": asked["Name"]})
        late = {"Ret": 100, "Name": "NetWork.Nat", "NetWork.Nat": {"NatEnable": True}, "NetWork.Upnp": {"Enable": True}}
        return answer(message, late) + answer(message, {"Ret": 100, "Name": "NetWork.Upnp", "NetWork.Upnp": {"Enable": False}})

    run, _ = scripted(say)
    assert run.value("device.asks_router") is False
    assert run.value("cloud.on") is None


@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_are_unreadable(text: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(read(text), dict)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.sampled_from(["Enable", "Server", "Name", "Address", "Recievers", "NatEnable", "MainFormat", "AudioEnable", "RecordMode"]), inner, max_size=4), max_leaves=12)  # fmt: skip


@given(JSON)
def test_any_setting_is_told_or_not_here(value: object) -> None:
    for setting in SETTINGS:
        with contextlib.suppress(NotHere):
            setting.tell(value)


@pytest.mark.parametrize(
    ("server", "where"),
    [
        ({"Name": "ftp.example.net", "Address": "0x00000000"}, "ftp.example.net"),
        ({"Name": "", "Address": "0x0A01A8C0"}, "192.168.1.10"),
        ({"Name": "0.0.0.0", "Address": "0x00000000"}, ""),  # noqa: S104 - what devices show for "not set"
        ({"Name": 7, "Address": "0xZZ01A8C0"}, ""),
        ({}, ""),
    ],
)
def test_where_a_server_leads(server: dict[str, object], where: str) -> None:
    assert host(server) == where


@pytest.mark.parametrize(
    ("text", "west", "summer", "expected"),
    [
        ("2026-01-01 12:00:00", 0, "Off", datetime(2026, 1, 1, 12, tzinfo=UTC)),
        ("2026-01-01 12:00:00", -480, "Off", datetime(2026, 1, 1, 4, tzinfo=UTC)),
        ("2026-01-01 12:00:00", 300, "off", datetime(2026, 1, 1, 17, tzinfo=UTC)),
        ("2026-01-01 12:00:00", 0, "On", None),
        ("2026-01-01 12:00:00", True, "Off", None),
        ("2026-01-01 12:00:00", 100000, "Off", None),
        ("noon", 0, "Off", None),
        (None, 0, "Off", None),
    ],
)
def test_its_clock(text: object, west: object, summer: str, expected: datetime | None) -> None:
    assert clock(text, {"timeMin": west}, {"DSTRule": summer}) == expected


def test_the_pretend_camera_tells_nothing_before_a_login() -> None:
    camera = Dvrip(OWN.password)
    sent: list[bytes] = []

    class Ear:
        heard = frame(1472, b'{"Name":"","SessionID":"0x00000007"}\n\x00')
        closing = False
        peer = OURS

        def send(self, data: bytes) -> None:
            sent.append(data)

    camera.heard(Ear())  # type: ignore[arg-type]
    (said,) = sent
    assert read(said[20:])["Ret"] == 105
    assert b"Users" not in said
