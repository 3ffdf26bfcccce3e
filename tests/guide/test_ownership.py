"""Whose account is it, and what stands before a step then."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from doorguard.catalog import Catalog
from doorguard.catalog.locks import LOCK_WORDS
from doorguard.catalog.shapes import LockClass
from doorguard.catalog.words import sentences
from doorguard.facts import NOT_KNOWN, NOT_SAID
from doorguard.guide import CHANGES_THE_ACCOUNT, Branch, branch_for, holder_of
from doorguard.guide.ownership import may_reset
from doorguard.model import Device

CAMERA = Device(id="c", id_from="mac", addresses=("192.168.7.2",), kind="camera")


def held(value: str | None) -> Device:
    return replace(CAMERA, told={"account.whose": value} if value else {})


@pytest.mark.parametrize(
    ("said", "lock", "branch"),
    [
        ("mine", "vendor-or-brand-only", "none"),
        ("someone", None, "instead"),
        ("chosen", None, "before"),
        ("unknown", None, "before"),
        (NOT_KNOWN, "unknown", "before"),
        (NOT_SAID, None, "before"),
        (None, None, "none"),
        (None, "frees-on-reset", "none"),
        (None, "vendor-or-brand-only", "before"),
        (None, "equal", "before"),
    ],
)
def test_what_comes_before_a_step_that_changes_the_account(
    said: str | None, lock: LockClass | None, branch: Branch
) -> None:
    for action in CHANGES_THE_ACCOUNT:
        assert branch_for(action, held(said), lock) == branch


def test_a_door_on_the_device_is_no_matter_of_the_account() -> None:
    for action in ("local-access-off", "ask-for-a-login", "save-proof", "see-who-has-access", "own-mailbox"):
        assert branch_for(action, held("someone"), "equal") == "none"


def test_a_router_goes_by_who_runs_it() -> None:
    router = replace(CAMERA, kind="router", told={"router.run_by": "someone", "account.whose": "mine"})
    assert holder_of(router) == "someone"
    assert branch_for("change-password", router, None) == "instead"
    assert branch_for("change-password", replace(router, told={"router.run_by": "me"}), None) == "none"


def test_every_lock_class_has_words_of_its_own() -> None:
    assert set(LOCK_WORDS) == set(get_args(LockClass))
    said = list(LOCK_WORDS.values())
    assert len(said) == len(set(said))
    assert all(len(one.split()) <= 20 for line in said for one in sentences(line))


def test_a_reset_is_named_only_for_a_thing_of_ones_own() -> None:
    mine = replace(CAMERA, told={"device.bought_by": "me"})
    assert may_reset(mine, "frees-on-reset")
    assert may_reset(mine, None) and may_reset(mine, "unknown"), "nobody knows that it would not free it"
    for stays in ("equal", "request-in-app", "vendor-or-brand-only", "frees-with-device-password"):
        assert not may_reset(mine, stays)
    for other in ("someone", "chosen", "unknown", NOT_KNOWN):
        assert not may_reset(replace(CAMERA, told={"device.bought_by": other}), "frees-on-reset")
    assert not may_reset(CAMERA, "frees-on-reset")


def test_the_actions_exist(catalog: Catalog) -> None:
    generic = catalog.page("generic")
    assert generic is not None
    assert set(generic.steps) >= CHANGES_THE_ACCOUNT
