"""The project's own checks: held to everything that ``doorguard checks --lint`` tells somebody who writes one."""

from __future__ import annotations

from pathlib import Path

from doorguard import catalog
from doorguard.catalog.check_pages import KEYS
from doorguard.catalog.lint import TEMPLATE, actions_of, folders_of, lint

ROOT = Path(__file__).parents[1]
CHECKS = ROOT / "checks"
FIRST_TWELVE = {
    "video-without-login",
    "onvif-answers-without-login",
    "remote-shell-open",
    "not-yet-set-up",
    "homekit-open-to-pairing",
    "matter-pairing-window-open",
    "matter-more-than-one-ecosystem",
    "open-to-the-internet",
    "login-sent-readable",
    "tells-location",
    "unknown-camera",
    "unneeded-service-open",
}


def test_the_first_twelve_are_there_and_every_page_can_be_read() -> None:
    loaded = catalog.load_from(CHECKS, ROOT / "vendors")
    assert [str(error) for error in loaded.broken] == []
    assert {check.id for check in loaded.checks} >= FIRST_TWELVE


def test_there_is_nothing_to_change_in_any_check() -> None:
    folders = folders_of(CHECKS)
    assert {folder.name for folder in folders} >= FIRST_TWELVE
    remarks = lint(folders, actions_of(ROOT / "vendors"), template=CHECKS / TEMPLATE)
    assert [str(remark) for remark in remarks] == []


def test_the_page_for_those_who_write_checks_names_every_key() -> None:
    text = (CHECKS / "README.md").read_text("utf-8")
    assert [key for key in KEYS if f"| `{key}` |" not in text] == []
    assert "doorguard checks --lint" in text
