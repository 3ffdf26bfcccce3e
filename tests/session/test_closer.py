"""What a device did not accept is not forgotten by looking again, nor by finding that two are one."""

from __future__ import annotations

from datetime import UTC, datetime

from doorguard.model import Device, Level
from doorguard.network.secret import Secret
from doorguard.session.closer import MOST_REFUSED, CloserLooks
from doorguard.session.past import Past

CAMERA = Device(id="mac-1", id_from="mac", addresses=("192.168.7.20",), kind="camera")
NOW = datetime(2026, 11, 24, tzinfo=UTC)
WORD = Secret("admin", "a word")


class Refused:
    """A door through which so many logins were not accepted."""

    def __init__(self, number: int) -> None:
        self.number = number

    def logins_not_accepted(self, addresses: object) -> int:
        return self.number if "192.168.7.20" in tuple(addresses) else 0  # type: ignore[arg-type]


def why_not(looks: CloserLooks, *refused: int, level: Level = Level.SIGN_IN, past: Past | None = None) -> str | None:
    return looks.why_not(CAMERA, level, [Refused(number) for number in refused], past or Past(), NOW)  # type: ignore[misc]


def after(looks: CloserLooks, *refused: int) -> CloserLooks:
    """The next look of the sitting."""
    new = CloserLooks()
    new.goes_on_from(looks, [CAMERA], [Refused(number) for number in refused])  # type: ignore[misc]
    return new


def test_two_refusals_are_the_most_in_a_sitting_over_however_many_looks() -> None:
    looks = CloserLooks()
    assert why_not(looks, 1) is None
    assert "said no twice" in str(why_not(looks, 1, 1))
    looks = after(looks, 1)
    assert why_not(looks) is None
    assert "said no twice" in str(why_not(looks, 1))
    assert "said no twice" in str(why_not(after(after(looks), MOST_REFUSED - 1)))


def test_two_that_are_one_have_one_count_and_one_try() -> None:
    looks = after(CloserLooks(), 2)
    looks.tries(CAMERA.id)
    looks.merge("kept", CAMERA.id)
    kept = Device(id="kept", id_from="address", addresses=("192.168.7.99",), kind="camera")
    assert "said no twice" in str(looks.why_not(kept, Level.SIGN_IN, [], Past(), NOW))
    assert "tried already" in str(looks.why_not(kept, Level.TEST, [], Past(), NOW))


def test_the_first_password_is_tried_once_and_not_within_a_day() -> None:
    looks = CloserLooks()
    assert why_not(looks, level=Level.TEST) is None
    looks.tries(CAMERA.id)
    assert "tried already" in str(why_not(after(looks), level=Level.TEST))
    assert "less than a day ago" in str(why_not(CloserLooks(), level=Level.TEST, past=Past(tried={CAMERA.id: NOW})))


def test_what_nothing_said_yes_to_does_not_leave_again_by_itself() -> None:
    looks = CloserLooks()
    looks.type(CAMERA.id, WORD)
    looks.ended(CAMERA.id, WORD, {"onvif": True, "isapi": False})
    assert looks.secret(CAMERA.id) is WORD
    assert looks.services(CAMERA.id, WORD) == {"onvif": True, "isapi": False}
    looks.ended(CAMERA.id, WORD, {"onvif": False})
    assert looks.secret(CAMERA.id) is None
    assert looks.services(CAMERA.id, WORD) == {}
