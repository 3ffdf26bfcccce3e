"""What happened, as a summary tells it: nothing that did not happen."""

from __future__ import annotations

from doorguard.model import AskedCloser, Level, RunEnded, Sent
from doorguard.report.summary.story import Folding
from tests.conftest import CAMERA, NOON, a_run

ADDRESS = CAMERA.addresses[0]


def asked(logins: int, *, level: Level = Level.TEST, refused: str | None = None) -> AskedCloser:
    return AskedCloser(device=CAMERA.id, level=level, refused=refused, sent={ADDRESS: Sent(logins=logins)})


def after_a_look() -> Folding:
    folding = Folding()
    for event in a_run():
        folding.take(event)
    return folding


def test_a_first_password_that_was_not_sent_was_not_tried() -> None:
    folding = after_a_look()
    assert folding.take(asked(0, refused="Wait until a day has passed.")) == ()
    assert [one.what for one in folding.take(asked(1))] == ["first-password"]
    assert folding.take(asked(1, refused="It is tried once.")) == ()


def test_a_new_look_counts_anew() -> None:
    folding = after_a_look()
    folding.take(asked(2, level=Level.SIGN_IN))
    folding.take(RunEnded(ended="complete", ended_at=NOON, sent={}))
    assert [one.what for one in folding.take(asked(1))] == ["first-password"]


def test_signing_in_that_did_not_work_is_said_so() -> None:
    folding = after_a_look()
    assert [one.what for one in folding.take(asked(1, level=Level.SIGN_IN, refused="No."))] == ["not-let-in"]
    assert [one.what for one in folding.take(asked(2, level=Level.SIGN_IN))] == ["signed-in"]
