"""What only the person can say, or can say as well as a probe (``cloud.on``).

Who somebody is stands as ``me`` or ``mine``, ``chosen`` (someone I chose), ``someone`` (someone I did not
choose) or ``unknown``. ``unknown`` is an answer: not to know who has a way in is the problem. Not to know
whether there is one is :data:`NOT_KNOWN`, and leaves the fact open.
"""

from __future__ import annotations

from collections.abc import Mapping

from doorguard.facts.kind import FactKind, Type
from doorguard.model import Level, Scalar


def _asked(name: str, type_: Type, meaning: str) -> FactKind:
    return FactKind(name, type_, meaning, Level.TALK, asked=True)


NOT_KNOWN = "not-known"
"""Told in place of a value: the person was asked, and cannot say."""
NOT_SAID = "rather-not-say"
"""Told in place of a value: the person was asked, and chose not to say."""
OPEN = (NOT_KNOWN, NOT_SAID)
"""Answers that leave a fact unknown, whatever its type."""
A_STRANGER = ("unknown", "someone", "company")
"""Answers that mean: somebody whom the person does not know, or did not choose, may have a way in."""

TOLD: tuple[FactKind, ...] = (
    # In the order in which they are asked, where two are of the same weight.
    _asked("owner.all_mine", "yes-no", "The person bought it, set it up, pays for it, and nobody else uses it."),
    _asked("owner.claimed", "yes-no", "The person says this device is known to them."),
    _asked("account.whose", "text", "Whose the account is that it is tied to (mine, chosen, someone, unknown)."),
    _asked("device.bought_by", "text", "Who bought it (me, chosen, someone, unknown)."),
    _asked("device.in_reach_of", "text", "Who can get at it (me, chosen, someone, unknown)."),
    _asked("shared.with", "text", "Who else is in the list of shared people (nobody, chosen, unknown)."),
    _asked("phones.signed_in", "text", "Whose phones are signed in to its account (mine, chosen, unknown)."),
    _asked("router.rules_seen", "text", "Rules for doors on the router's page (none, known, unknown)."),
    _asked("mailbox.read_by", "text", "Who can read the mailbox of its account (me, chosen, someone, unknown)."),
    _asked("codes.go_to", "text", "Whose phone gets the codes of its account (mine, chosen, someone, unknown)."),
    _asked("setup.by", "text", "Who set it up (me, chosen, company, someone, unknown)."),
    _asked("setup.mine_since", "yes-no", "Its account and password were set anew by the person since then."),
    _asked("linked.to", "text", "Whose speakers, screens or services are linked (nothing, chosen, unknown)."),
    _asked("other_box.whose", "text", "Whose other box keeps the picture (none, mine, chosen, unknown)."),
    _asked("lock.opened_by", "text", "Who opens a lock joined with it (none, chosen, unknown)."),
    _asked("acts.alone", "yes-no", "It rang, spoke or moved, and nobody here did it."),
    _asked("settings.change", "yes-no", "Its settings changed, or it was off, and nobody here did it."),
    _asked("alerts.go_to", "text", "Whose phones get its alerts (mine, chosen, unknown)."),
    _asked("app.elsewhere", "text", "Who uses shared things with the app on them (nobody, chosen, someone, unknown)."),
    _asked("links.public", "text", "Links that show its picture to anyone (none, mine, unknown)."),
    _asked("label.copied", "yes-no", "Someone else may have a copy of the code on its label."),
    _asked("two_step.on", "yes-no", "The account asks for a second step when someone signs in."),
    _asked("cloud.on", "yes-no", "The device can be watched through its maker's service."),
    _asked("cloud.wanted", "yes-no", "The person uses that, and wants it."),
    _asked("presence.phones", "text", "Whose phones it follows to know who is at home (none, chosen, unknown)."),
    _asked("plan.paid_by", "text", "Who pays for its recordings (nobody, me, chosen, someone, unknown)."),
    _asked("leaving.soon", "yes-no", "The device will be given away, sold or sent back."),
    _asked("footage.inside", "yes-no", "There is a card or a disk with recordings in it."),
    _asked("update.ended", "yes-no", "Its maker gives no more updates for it."),
    # The router.
    _asked("router.run_by", "text", "Who can change the router (me, chosen, someone, unknown)."),
    _asked("wifi.key_known", "text", "Who knows the wifi password (me, chosen, someone, unknown)."),
    _asked("router.outside_door", "yes-no", "The router can be run from outside the home."),
    _asked("wifi.other", "text", "Another wifi or router at home (none, known, unknown)."),
    # Said without being asked.
    FactKind("device.called", "text", "What the person calls it.", Level.TALK, personal=True),
    FactKind("device.no_camera", "yes-no", "The person says it is a printer, a TV or the like.", Level.TALK),
)

OWNERSHIP = ("device.bought_by", "setup.by", "account.whose", "plan.paid_by", "device.in_reach_of")
"""Whose a device is (S9). Asked one by one only where not all of it is the person's."""
_ALL_MINE: Mapping[str, Scalar] = {
    "owner.claimed": True,
    "device.bought_by": "me",
    "setup.by": "me",
    "account.whose": "mine",
    "plan.paid_by": "me",
}


def told_anew(told: Mapping[str, Scalar], name: str, value: Scalar) -> dict[str, Scalar]:
    """What was told, and now this. "All of it is mine" takes back what was said otherwise of the same."""
    kept = {n: v for n, v in told.items() if not (name == "owner.all_mine" and value is True and n in _ALL_MINE)}
    return {**kept, name: value}


def with_what_follows(told: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """What was told about a device, and what follows from "all of it is mine"; what was told itself wins.

    Who can get at it with their hands does not follow, nor who is in a list: only looking tells that.
    """
    all_mine = told.get("owner.all_mine")
    if all_mine is True:
        return {**_ALL_MINE, **told}
    return {**dict.fromkeys(OWNERSHIP, NOT_SAID), **told} if all_mine == NOT_SAID else dict(told)
