"""Signing in to one device of the pretend home: what it tells, what is counted, and one try with a wrong password."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from doorguard.catalog import load
from doorguard.model import AskedCloser, Finding, Level
from doorguard.network.door import Door
from doorguard.network.secret import Secret
from doorguard.pretend_home.cameras import OWN_WORD
from doorguard.pretend_home.home import PretendHome
from doorguard.pretend_home.onvif import Onvif
from doorguard.pretend_home.web import Answer, Request, Web
from doorguard.report.picture import Picture
from doorguard.report.summary.story import Folding
from doorguard.session import Session

PORCH, DRIVEWAY = "192.168.77.21", "192.168.77.22"
OWN = Secret("admin", OWN_WORD)


class Sitting:
    """A look at the pretend home, then closer looks at single devices."""

    def __init__(self, **more: object) -> None:
        self.home = PretendHome()
        self.home.start()
        self.session = Session(Door.onto_book(self.home.book, Level.LOOK), load(), seconds=2.5, **more)  # type: ignore[arg-type]
        self.picture = Picture().take_all(self.session.run())

    def id_of(self, address: str) -> str:
        return next(d.id for d in self.picture.devices.values() if address in d.addresses)

    def sign_in(self, address: str, secret: Secret = OWN) -> None:
        self.picture.take_all(self.session.sign_in(self.id_of(address), secret))

    def tell(self, address: str, fact: str, value: str) -> None:
        self.picture.take_all(self.session.tell(self.id_of(address), fact, value))

    def again(self, address: str, check: str | None = None) -> None:
        self.picture.take_all(self.session.check_again(self.id_of(address), check))

    def findings(self, address: str, check: str) -> list[Finding]:
        return [f for f in self.picture.findings_of(self.id_of(address)) if f.check == check]

    def place_of(self, address: str, name: str) -> str:
        """Where an account of that name stands in the device's own list."""
        device = self.picture.devices[self.id_of(address)]
        (place,) = {f.place for f in device.facts if f.name == "account.name" and f.value == name and f.probe == "isapi"}
        assert place is not None
        return place

    def counted_by(self, address: str) -> tuple[int, int]:
        """(logins, refused) as the pretend device counted them."""
        services = [*self.home.device(address).tcp, *self.home.device(address).udp]
        return sum(getattr(s, "logins", 0) for s in services), sum(getattr(s, "logins_refused", 0) for s in services)

    def sent_to(self, address: str) -> tuple[int, int]:
        sent = self.picture.sent[address]
        return sent.logins, sent.logins_refused

    def look_again(self) -> None:
        before = self.session
        self.session = Session(Door.onto_book(self.home.book, Level.LOOK), load(), seconds=2.5)
        self.session.goes_on_from(before)
        before.close()
        self.picture = Picture().take_all(self.session.run())

    def close(self) -> None:
        self.session.close()
        self.home.stop()


@pytest.fixture
def sitting() -> Iterator[Sitting]:
    made = Sitting()
    yield made
    made.close()


def test_accounts_are_listed_and_asked_about_one_by_one(sitting: Sitting) -> None:
    assert {f.reason for f in sitting.findings(PORCH, "unknown-account")} == {"level"}
    sitting.sign_in(PORCH)
    asked = [f for f in sitting.findings(PORCH, "unknown-account") if (f.where or "").startswith("account/isapi/")]
    assert [f.reason for f in asked] == ["not-asked", "not-asked"]
    sitting.tell(PORCH, f"account.owner@{sitting.place_of(PORCH, 'admin')}", "mine")
    sitting.tell(PORCH, f"account.owner@{sitting.place_of(PORCH, 'guest2')}", "unknown")
    by_place = {f.where: f.outcome for f in sitting.findings(PORCH, "unknown-account")}
    assert by_place[sitting.place_of(PORCH, "admin")] == "not-found"
    assert by_place[sitting.place_of(PORCH, "guest2")] == "problem"


def test_logins_are_counted_as_the_device_counts_them(sitting: Sitting) -> None:
    sitting.sign_in(PORCH)
    assert sitting.sent_to(PORCH) == sitting.counted_by(PORCH)
    assert sitting.sent_to(PORCH)[0] >= 1
    assert sitting.sent_to(PORCH)[1] == 0
    assert all(s.logins == 0 for a, s in sitting.picture.sent.items() if a != PORCH)


def test_a_wrong_password_is_tried_once_and_said(sitting: Sitting) -> None:
    sitting.sign_in(PORCH, Secret("admin", "not-the-right-one"))
    assert sitting.sent_to(PORCH) == sitting.counted_by(PORCH) == (1, 1)
    assert sitting.picture.let_in[sitting.id_of(PORCH)] == "The device did not accept the password."
    assert {(f.outcome, f.reason) for f in sitting.findings(PORCH, "unknown-account")} == {("could-not-check", "login-needed")}


def test_where_there_is_no_way_in_nothing_was_read(sitting: Sitting) -> None:
    device = sitting.id_of("192.168.77.33")
    events = list(sitting.session.sign_in(device, OWN))
    (asked,) = [event for event in events if isinstance(event, AskedCloser)]
    assert (asked.read, asked.refused) == (False, None)
    sitting.picture.take_all(events)
    assert device not in sitting.picture.let_in and device not in sitting.picture.times_read
    assert [failure.stage for failure in sitting.picture.failures] == ["sign-in"]
    folding = Folding()
    folding.picture = sitting.picture
    assert [one.what for one in folding.take(asked)] == ["not-let-in"]
    assert sitting.sent_to("192.168.77.33") == (0, 0)


def test_nothing_is_asked_after_a_refusal(sitting: Sitting) -> None:
    before = sitting.picture.sent[PORCH].requests
    sitting.sign_in(PORCH, Secret("admin", "not-the-right-one"))
    assert sitting.picture.sent[PORCH].requests - before == 2  # without a password, and with it; nothing over ONVIF
    assert {f.reason for f in sitting.findings(PORCH, "outside-tunnel")} == {"login-needed"}


def test_a_device_that_took_the_address_is_sent_no_password(sitting: Sitting) -> None:
    sitting.home.book.neighbours[PORCH] = "02:00:00:00:00:99"
    sitting.sign_in(PORCH)
    assert sitting.counted_by(PORCH) == sitting.sent_to(PORCH) == (0, 0)
    assert "Another device has this address now" in (sitting.picture.let_in[sitting.id_of(PORCH)] or "")


def test_a_device_that_takes_the_address_while_we_ask_is_sent_no_password(sitting: Sitting) -> None:
    """It was away when we came, so nothing was known of the box at its address; then another one answered."""
    book = sitting.home.book
    book.neighbours.pop(PORCH)

    web = next(s for s in sitting.home.device(PORCH).tcp if isinstance(s, Web) and s.port == 80)

    def takes_over(_: Request) -> Answer | None:
        book.neighbours[PORCH] = "02:00:00:00:00:99"
        return None

    web.open_handlers.insert(0, takes_over)
    sitting.sign_in(PORCH)
    assert sitting.counted_by(PORCH) == sitting.sent_to(PORCH) == (0, 0)
    assert "Another device has this address now" in (sitting.picture.let_in[sitting.id_of(PORCH)] or "")


def test_a_password_that_is_wrong_meanwhile_does_not_leave_again_by_itself(sitting: Sitting) -> None:
    sitting.sign_in(PORCH)
    for service in sitting.home.device(PORCH).tcp:
        if isinstance(service, Web):
            service.password = "changed-by-somebody"
    before = sitting.counted_by(PORCH)
    for _ in range(3):
        sitting.again(PORCH, "unknown-account")
    logins, refused = sitting.counted_by(PORCH)
    assert (logins - before[0], refused) == (1, 1)


def test_a_password_that_got_no_answer_twice_is_not_sent_a_third_time(sitting: Sitting) -> None:
    """What the device made of it is not known, so each may have been counted as a wrong one."""
    for service in sitting.home.device(PORCH).tcp:
        if isinstance(service, Web):
            service.open_handlers.insert(0, lambda r: Answer(500) if "authorization" in r.headers else None)
    for _ in range(4):
        sitting.sign_in(PORCH)
    assert sitting.sent_to(PORCH)[0] == 2
    assert "Wait a day" in (sitting.picture.let_in[sitting.id_of(PORCH)] or "")


def test_a_label_belongs_to_the_account_not_to_its_place(sitting: Sitting) -> None:
    sitting.sign_in(DRIVEWAY)
    sitting.tell(DRIVEWAY, f"account.owner@{sitting.place_of(DRIVEWAY, 'admin')}", "mine")
    sitting.home.device(DRIVEWAY).state["isapi"].users.insert(0, ("aaron", "Operator"))  # type: ignore[attr-defined]
    sitting.again(DRIVEWAY)
    by_place = {f.where: f.outcome for f in sitting.findings(DRIVEWAY, "unknown-account")}
    assert by_place[sitting.place_of(DRIVEWAY, "aaron")] == "could-not-check"
    assert by_place[sitting.place_of(DRIVEWAY, "admin")] == "not-found"


def outcomes(sitting: Sitting, check: str) -> set[str]:
    return {f.outcome for f in sitting.findings(PORCH, check)}


def label_all(sitting: Sitting) -> None:
    """What the person would say: admin is mine, and I know nobody else here."""
    device = sitting.picture.devices[sitting.id_of(PORCH)]
    for fact, name in (("account.owner", "account.name"), ("recipient.owner", "recipient.address"), ("access.owner", "access.name")):
        for said in [f for f in device.facts if f.name == name]:
            sitting.tell(PORCH, f"{fact}@{said.place}", "mine" if said.value == "admin" else "unknown")


CLOSED_BY_SIGNING_IN_AGAIN = [
    (change.id, check.id)
    for change in PretendHome().changes(PORCH)
    for check in load().checks
    if check.id in change.checks and check.level > Level.LOOK
]


def test_each_change_of_a_setting_is_tried_below() -> None:
    assert {"unknown-account", "unknown-recipient", "outside-tunnel", "somebody-connected-now"} <= {c for _, c in CLOSED_BY_SIGNING_IN_AGAIN}


@pytest.mark.parametrize(("change", "check"), CLOSED_BY_SIGNING_IN_AGAIN)
def test_a_change_of_a_setting_closes_its_problem(sitting: Sitting, change: str, check: str) -> None:
    sitting.sign_in(PORCH)
    label_all(sitting)
    assert "problem" in outcomes(sitting, check)
    sitting.home.change(PORCH, change)
    sitting.again(PORCH, check)
    label_all(sitting)
    assert outcomes(sitting, check) == {"not-found"}
    assert sitting.sent_to(PORCH)[1] == sitting.counted_by(PORCH)[1] == 0


DOOR, TWIN = "192.168.77.31", "192.168.77.38"


def test_a_door_station_tells_and_its_twin_has_nobody(sitting: Sitting) -> None:
    sitting.sign_in(DOOR, Secret("admin", "admin"))
    sitting.sign_in(TWIN)
    found = {a: {c: {f.outcome for f in sitting.findings(a, c)} for c in ("somebody-connected-now", "outside-tunnel")} for a in (DOOR, TWIN)}
    assert found[DOOR] == {"somebody-connected-now": {"problem"}, "outside-tunnel": {"problem"}}
    assert found[TWIN] == {"somebody-connected-now": {"not-found"}, "outside-tunnel": {"not-found"}}
    assert {f.outcome for f in sitting.findings(TWIN, "unknown-recipient")} == {"not-found"}
    assert {f.reason for f in sitting.findings(DOOR, "unknown-recipient")} == {"not-asked"}
    for address in (DOOR, TWIN):
        assert sitting.sent_to(address) == sitting.counted_by(address) == (1, 0)


CHEAP, CHEAP_TWIN = "192.168.77.23", "192.168.77.24"


def test_a_camera_without_a_name_tells_of_its_hidden_account_and_its_twin_has_none(sitting: Sitting) -> None:
    for address in (CHEAP, CHEAP_TWIN):
        sitting.sign_in(address)
        device = sitting.picture.devices[sitting.id_of(address)]
        names = {str(f.value) for f in device.facts if f.name == "account.name" and f.probe == "dvrip"}
        assert names == ({"admin", "default"} if address == CHEAP else {"admin"})
        assert {f.value for f in device.facts if f.name == "cloud.on" and f.probe == "dvrip"} == {address == CHEAP}
        assert sitting.sent_to(address) == sitting.counted_by(address)
        assert sitting.sent_to(address)[1] == 0
    to = [f.place for f in sitting.picture.devices[sitting.id_of(CHEAP)].facts if f.name == "recipient.address" and f.value == "203.0.113.77"]
    assert to == ["recipient/alarm-host/1"]
    sitting.tell(CHEAP, f"recipient.owner@{to[0]}", "unknown")
    assert "problem" in {f.outcome for f in sitting.findings(CHEAP, "unknown-recipient")}
    assert "problem" not in {f.outcome for f in sitting.findings(CHEAP_TWIN, "unknown-recipient")}
    sitting.home.change(CHEAP, "remove-alarm-server")
    sitting.again(CHEAP, "unknown-recipient")
    assert "problem" not in {f.outcome for f in sitting.findings(CHEAP, "unknown-recipient")}


def test_a_wrong_password_at_a_camera_without_a_name_is_one_try_at_one_door(sitting: Sitting) -> None:
    sitting.sign_in(CHEAP, Secret("admin", "not-the-right-one"))
    assert sitting.sent_to(CHEAP) == sitting.counted_by(CHEAP) == (1, 1)


def test_a_camera_without_a_name_gets_no_trial_of_a_first_password(sitting: Sitting) -> None:
    sitting.picture.take_all(sitting.session.try_first_password(sitting.id_of(CHEAP)))
    assert sitting.sent_to(CHEAP) == sitting.counted_by(CHEAP) == (0, 0)
    assert {(f.outcome, f.reason) for f in sitting.findings(CHEAP, "maker-password-works")} == {("could-not-check", "not-supported")}


def test_labels_of_an_answers_file_hold_from_the_start() -> None:
    sitting = Sitting(labels={PORCH: {("account.owner", "admin"): "mine"}})
    try:
        sitting.sign_in(PORCH)
        by_place = {f.where: (f.outcome, f.reason) for f in sitting.findings(PORCH, "unknown-account")}
        assert by_place[sitting.place_of(PORCH, "admin")] == ("not-found", None)
        assert by_place[sitting.place_of(PORCH, "guest2")] == ("could-not-check", "not-asked")
    finally:
        sitting.close()


def test_the_password_is_nowhere(sitting: Sitting) -> None:
    sitting.sign_in(PORCH)
    assert OWN_WORD not in repr(sitting.picture)
    assert OWN_WORD not in repr(OWN)


def test_checking_again_with_a_password_that_was_let_in_is_no_new_login(sitting: Sitting) -> None:
    sitting.sign_in(PORCH)
    before = sitting.sent_to(PORCH)
    sitting.again(PORCH, "unknown-account")
    assert sitting.sent_to(PORCH) == before == sitting.counted_by(PORCH)


def test_a_password_changed_meanwhile_is_refused_once_and_counted(sitting: Sitting) -> None:
    sitting.sign_in(PORCH)
    for service in sitting.home.device(PORCH).tcp:
        if hasattr(service, "password"):
            service.password = "changed-meanwhile"
    sitting.again(PORCH, "unknown-account")
    assert sitting.sent_to(PORCH)[1] == sitting.counted_by(PORCH)[1] == 1
    assert sitting.sent_to(PORCH) == sitting.counted_by(PORCH)


def test_after_two_refusals_no_third_is_sent(sitting: Sitting) -> None:
    for word in ("one", "two", "three"):
        sitting.sign_in(PORCH, Secret("admin", word))
    assert sitting.sent_to(PORCH) == sitting.counted_by(PORCH) == (2, 2)
    assert "said no twice" in sitting.picture.let_in[sitting.id_of(PORCH)]


def test_looking_again_does_not_begin_to_count_anew(sitting: Sitting) -> None:
    for word in ("one", "two"):
        sitting.sign_in(PORCH, Secret("admin", word))
    sitting.look_again()
    sitting.sign_in(PORCH, Secret("admin", "three"))
    assert sitting.counted_by(PORCH) == (2, 2)
    assert "said no twice" in sitting.picture.let_in[sitting.id_of(PORCH)]


def test_a_part_with_accounts_of_its_own_does_not_hide_what_was_read(sitting: Sitting) -> None:
    """Many cameras keep a list of accounts of its own for ONVIF: refused there, once, and said apart."""
    (web,) = [service for service in sitting.home.device(PORCH).tcp if isinstance(service, Web)]
    owners = [getattr(handler, "__self__", None) for handler in (*web.handlers, *web.open_handlers)]
    (onvif,) = [owner for owner in owners if isinstance(owner, Onvif)]
    onvif.passwords = {"admin": "another-word"}
    sitting.sign_in(PORCH)
    device = sitting.id_of(PORCH)
    assert sitting.picture.let_in[device] == ""
    assert sitting.picture.partly[device] == "The device did not accept the password."
    assert sitting.sent_to(PORCH) == sitting.counted_by(PORCH) == (2, 1)
    assert sitting.place_of(PORCH, "admin").startswith("account/isapi/")
    for _ in range(3):  # what said no is not tried again by itself
        sitting.again(PORCH, "unknown-account")
    assert sitting.sent_to(PORCH) == sitting.counted_by(PORCH) == (2, 1)
    assert sitting.place_of(PORCH, "admin").startswith("account/isapi/")


@pytest.mark.parametrize(("named", "known"), [("none", True), ("it", True), ("another", False)])
def test_what_a_file_says_of_one_box_is_not_said_of_another(named: str, known: bool) -> None:
    boxes = {"none": {}, "it": {PORCH: PretendHome().device(PORCH).mac}, "another": {PORCH: "02:00:00:00:00:01"}}
    said = {("account.owner", "admin"): "mine"}
    made = Sitting(told={PORCH: {"owner.claimed": True}}, labels={PORCH: said}, hardware=boxes[named])
    try:
        made.sign_in(PORCH)
        told = made.picture.devices[made.id_of(PORCH)].told
        assert told.get("owner.claimed", False) is known
        assert ("mine" in told.values()) is known
    finally:
        made.close()
