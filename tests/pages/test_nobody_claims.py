"""A camera that nobody claims stays as it is: no page says to unplug it, to cover it or to change it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from doorguard.facts import NOT_KNOWN, NOT_SAID
from doorguard.model import Scalar
from doorguard.pages.closing.keep_proof import KeepProof
from doorguard.pages.closing.ownership import NotYourAccount
from doorguard.pages.closing.reading import ReadStep
from doorguard.pages.closing.step import ACTION_WORDS, ONLY_LOOKS, open_step
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.pages.want import Want
from doorguard.pages.who_else.way_in import WayIn
from tests.conftest import CAMERA, FULL_ANSWERS, LIGHT_ANSWERS, at_devices

LEFT_ALONE = "Leave it where it is. Do not unplug or move it."
CHECK = "remote-shell-open"


def words(page: Page) -> str:
    return "\n".join([*(line.text for line in page.lines), *(choice.text for choice in page.choices)])


def tell(flow: Flow, **told: Scalar) -> None:
    device = flow.picture.devices[CAMERA.id]
    said = {**device.told, **{name.replace("_", ".", 1): value for name, value in told.items()}}
    flow.picture.devices[CAMERA.id] = replace(device, told=said)


def a_flow(**told: Scalar) -> Flow:
    flow = at_devices(FULL_ANSWERS)
    tell(flow, **told)
    return flow


def way_in(flow: Flow) -> Page:
    found = next(f for f in flow.picture.findings_of(CAMERA.id) if f.check == CHECK)
    flow.go(WayIn(CAMERA.id, found.id))
    return flow.page


@pytest.mark.parametrize("told", [{"owner_claimed": False}, {"owner_claimed": NOT_KNOWN}, {"account_whose": "unknown"}])
def test_no_page_about_it_says_to_touch_it(told: dict[str, Scalar]) -> None:
    flow = a_flow(**told)
    assert LEFT_ALONE in words(way_in(flow))
    assert "Look for Telnet" not in words(flow.page)
    tell(flow, device_bought_by="me")
    flow.go(NotYourAccount(CAMERA.id))
    assert LEFT_ALONE in words(flow.page)
    assert "Cover it" not in words(flow.page)
    assert {"step", "reset"}.isdisjoint(choice.id for choice in flow.page.choices)
    flow.choose("hidden")
    assert flow.page.id in ("step", "phone-phone")


def test_no_step_that_changes_it_is_opened() -> None:
    flow = a_flow(owner_claimed=False)
    for action in sorted(ACTION_WORDS.keys() - set(ONLY_LOOKS)):
        open_step(flow, CAMERA.id, CHECK, action)
        assert flow.page.id in ("not-known-yet", "which-is-it"), action
        flow.leave_page()


@pytest.mark.parametrize("claimed", [False, None])
def test_unplugging_is_not_opened_from_anywhere(claimed: bool | None) -> None:
    """Also not from a place that was left, or that a record brings back."""
    flow = a_flow(**({} if claimed is None else {"owner_claimed": claimed}))
    open_step(flow, CAMERA.id, None, "find-by-unplugging")
    assert flow.page.id == "which-is-it"


def test_one_that_the_person_knows_has_its_steps() -> None:
    flow = a_flow(owner_claimed=True)
    assert "Look for Telnet" in words(way_in(flow))
    open_step(flow, CAMERA.id, CHECK, "local-access-off")
    assert flow.page.id == "still-right"
    open_step(flow, CAMERA.id, None, "find-by-unplugging")
    assert flow.page.id == "still-right"


@pytest.mark.parametrize("closed", [True, False])
def test_a_way_in_says_nothing_to_change_while_changes_wait(closed: bool) -> None:
    flow = at_devices(FULL_ANSWERS | ({"living": "yes", "noticed": "yes"} if closed else {}))
    assert ("Changes wait for now" in words(way_in(flow))) == closed
    assert ("Look for Telnet" in words(flow.page)) != closed
    tell(flow, account_whose="someone")
    flow.go(NotYourAccount(CAMERA.id))
    assert ("Cover it" in words(flow.page)) != closed


def test_a_light_run_too() -> None:
    flow = at_devices(LIGHT_ANSWERS)
    tell(flow, owner_claimed=False)
    open_step(flow, CAMERA.id, CHECK, "reset")
    assert flow.page.id == "not-known-yet"


@pytest.mark.parametrize("phone", [None, "yes", "not-sure", "no"])
def test_whose_phone_takes_the_photo_stands_beside_every_word_about_one(phone: str | None) -> None:
    flow = at_devices(FULL_ANSWERS)
    way_in(flow)
    del flow.given["phone"]
    if phone is not None:
        flow.given["phone"] = phone
    assert ("phone or camera that nobody else" in words(flow.page)) == (phone != "no")
    flow.go(ReadStep("generic", "save-proof"))
    assert ("phone or camera that nobody else" in words(flow.page)) == (phone != "no")
    flow.go(KeepProof(CAMERA.id, None))
    assert ("phone or camera that nobody else" in words(flow.page)) == (phone != "no")


@pytest.mark.parametrize(("said", "full"), [(True, False), (False, True), (NOT_KNOWN, True), (NOT_SAID, False)])
def test_who_does_not_know_it_goes_the_full_path(said: Scalar, full: bool) -> None:
    flow = at_devices(LIGHT_ANSWERS)
    flow.want(Want("tell", device=CAMERA.id, fact="owner.claimed", value=said))
    assert flow.full_path == full
    assert flow.changes_open != full
