"""The order in which ways in are closed, as data: one for the full path, one for the light path.

The full order is that of safety.md S14: what would be undone by somebody who reads the mailbox comes after the
mailbox. The light order goes from the widest way in to the narrowest.
"""

from __future__ import annotations

from dataclasses import dataclass

from doorguard.model import Kind, Severity
from doorguard.wording import N_


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """One part of the way. ``because`` says why it comes where it comes.

    It takes the steps of ``actions``; those of ``on_router`` where the device is a router; and the steps of
    ``checks``, whatever their action. ``always``: it stands in a plan also when nothing leads to it.
    ``undoes``: while it is open, somebody may undo what comes later.
    """

    id: str
    title: str
    because: str = ""
    actions: tuple[str, ...] = ()
    on_router: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    always: bool = False
    undoes: bool = False


_WARNED = Stage(
    id="warned",
    title=N_("Messages that tell someone else"),
    because=N_("Until this is closed, someone else may get a message about each other step."),
    checks=("login-alerts-go-elsewhere",),
)

_FROM_THE_INTERNET = (
    "close-router-door",
    "stop-asking-the-router",
    "close-tunnel",
    "ipv6-protection-on",
    "stop-the-name",
)
"""Ways in for people anywhere, in both orders."""
_PEOPLE = (
    "see-who-has-access",
    "sign-out-everywhere",
    "remove-a-person",
    "remove-an-account",
    "unlink-services",
    "check-alerts",
    "remove-links",
    "lock-users",
    "take-out-of-the-box",
    "end-a-connection",
    "after-a-new-password",
    "end-to-end",
)
"""Lists of who can look, in both orders."""

FULL_ORDER: tuple[Stage, ...] = (
    Stage(
        id="plan",
        title=N_("A plan"),
        because=N_("A change can be noticed. A plan helps you to be ready for that."),
        always=True,
    ),
    Stage(
        id="record",
        title=N_("Proof of how it is now"),
        because=N_("Many steps wipe proof. What you keep now, you have later."),
        actions=("save-proof", "note-what-happens", "hidden-camera-found"),
        always=True,
    ),
    _WARNED,
    Stage(
        id="mailbox",
        title=N_("Your mailbox"),
        because=N_("The mailbox comes first: whoever reads it can set a new password."),
        actions=("own-mailbox",),
        undoes=True,
    ),
    Stage(
        id="phone",
        title=N_("Your own phone, and the second step"),
        because=N_("Codes go to your phone. Whoever can open it can use them."),
        actions=("own-phone-first", "two-step", "sign-out-one-device"),
        undoes=True,
    ),
    Stage(
        id="router",
        title=N_("The wifi and the router"),
        because=N_("Whoever runs the router can open doors again."),
        on_router=(
            "change-password",
            "see-who-has-access",
            "remove-a-person",
            "if-someone-else-owns-it",
            "name-it",
            "update",
            "local-access-off",
        ),
    ),
    Stage(
        id="owner",
        title=N_("Who owns it"),
        because=N_("Whoever holds the account can let people in again."),
        actions=("if-someone-else-owns-it", "take-it-over", "name-it", "find-by-unplugging", "own-plan", "reset"),
        undoes=True,
    ),
    Stage(
        id="people",
        title=N_("Signed-in phones and shared people"),
        because=N_("A new password alone does not end these."),
        actions=(*_PEOPLE, "close-pairing"),
    ),
    Stage(
        id="password",
        title=N_("The password of the device"),
        actions=("change-password", "change-device-code", "finish-set-up", "ask-for-a-login", "slow-down-guessing"),
    ),
    Stage(
        id="doors",
        title=N_("Open doors"),
        actions=(
            *_FROM_THE_INTERNET,
            "cloud-off",
            "local-access-off",
            "own-wifi-off",
            "keep-it-apart",
        ),
    ),
    Stage(id="software", title=N_("The software inside"), actions=("update", "replace-it")),
    Stage(id="rest", title=N_("The rest")),
)

LIGHT_ORDER: tuple[Stage, ...] = (
    _WARNED,
    Stage(
        id="internet",
        title=N_("Open to the internet"),
        because=N_("People anywhere can try these. So they come first."),
        actions=_FROM_THE_INTERNET,
        on_router=("local-access-off",),
    ),
    Stage(
        id="first-password",
        title=N_("First passwords"),
        because=N_("A password that others know opens all the rest."),
        actions=("change-password", "finish-set-up", "change-device-code"),
    ),
    Stage(
        id="video",
        title=N_("Open at home"),
        actions=("ask-for-a-login", "local-access-off", "own-wifi-off", "close-pairing"),
    ),
    Stage(id="software", title=N_("The software inside"), actions=("update", "replace-it", "keep-it-apart")),
    Stage(
        id="account",
        title=N_("Your account, and the second step"),
        because=N_("Whoever reads the mailbox can set a new password. So it comes before the people."),
        actions=("own-mailbox", "own-phone-first", "two-step", "take-it-over", "if-someone-else-owns-it", "name-it"),
        undoes=True,
    ),
    Stage(
        id="people",
        title=N_("Who it is shared with"),
        actions=(*_PEOPLE, "sign-out-one-device"),
    ),
    Stage(id="rest", title=N_("The rest")),
)

AFTER_A_NEW_PASSWORD: tuple[tuple[str, str], ...] = (
    ("phones.signed_in", N_("Signed-in phones and computers")),
    ("shared.with", N_("Shared people")),
    ("linked.to", N_("Speakers, screens and linked services")),
    ("app.elsewhere", N_("Things of the home with the app on them")),
    ("other_box.whose", N_("Other boxes and programs that keep the picture")),
)
"""What a new password may leave open, by the fact that says it was looked at (S15)."""


def stage_of(order: tuple[Stage, ...], *, check: str, action: str, kind: Kind, severity: Severity = "high") -> Stage:
    """Where the step of a check comes. What is low is no way in by itself, and comes with the rest."""
    named = next((stage for stage in order if check in stage.checks), None)
    if named is not None:
        return named
    if severity == "low":
        return order[-1]
    if kind == "router":
        here = next((stage for stage in order if action in stage.on_router), None)
        if here is not None:
            return here
    return next((stage for stage in order if action in stage.actions), order[-1])
