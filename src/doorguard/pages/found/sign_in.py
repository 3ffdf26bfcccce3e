"""Signing in to one device: what it would do, the account, the password, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from doorguard.gate.closer import why_not_closer
from doorguard.model import Device, Level
from doorguard.network.secret import Secret
from doorguard.pages.page import Choice, Line, Page, Standing
from doorguard.pages.screen import NOTHING, Screen, bullet, gone, heading, quiet, row, text
from doorguard.pages.want import Want
from doorguard.pages.who_else.whose import entries, open_labels, open_whose
from doorguard.session.closer import NO_WAY_IN
from doorguard.wording import N_, _, count, in_a_row

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

WHAT_IT_DOES = (
    (N_("What is sent"), N_("Your password, to this one device, and then questions. Nothing is changed.")),
    (N_("Could the other person notice?"), N_("Perhaps. It may write down that you signed in, or send a message.")),
    (N_("What proof would this wipe?"), N_("Perhaps one line: a full list of sign-ins drops its oldest.")),
    (N_("Can it be undone?"), N_("No. What the device wrote down stays there.")),
    (N_("What stops working?"), N_("Nothing.")),
)
"""The four labels, for a sign-in."""
PARTLY = N_("Another part of it has accounts of its own, and did not take this password. It was tried once there, too.")
ONE_TRY = N_("It is tried once. If the device says no, we stop, so that it does not lock.")
HELD = N_("The password is kept only until you leave. It is never shown and never written down.")


def may_sign_in(device: Device) -> bool:
    """True for what has an address here and settings of its own. Without an open door there is nothing to sign in
    to, and nobody is asked to type a password for nothing."""
    door = any(fact.name == "port.open" for fact in device.facts)
    return bool(device.addresses) and door and device.kind in ("camera", "doorbell", "recorder", "hub")


def warnings(device: Device) -> tuple[str, ...]:
    """What is so at this kind of device only, and must be known before a password is typed."""
    from doorguard.probes.signed_in import PROBES

    return tuple(_(probe.warns) for probe in PROBES if probe.warns and probe.applies(device))


class BeforeSigningIn(Screen):
    """What it would do; then the name of the account is typed."""

    name = "before-sign-in"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    @property
    def asks_closer(self) -> bool:
        """True: it leads to a sign-in."""
        return True

    def page(self, flow: Flow) -> Page:
        """The labels; the account's name. Where it is not allowed, why."""
        device = flow.device(self.device_id)
        if device is None:
            return gone("before-sign-in")
        why_not = why_not_closer(Level.SIGN_IN, allowed=allowed_here(flow), told=device.told, consent={})
        if why_not:
            return Page(
                id="before-sign-in",
                title=_("Not now"),
                lines=text(*why_not),
                choices=(NOTHING, *([_KNOWN] if device.told.get("owner.claimed") is not True else ())),
            )
        return Page(
            id="before-sign-in",
            title=_("Sign in to {name}").format(name=flow.called(device)),
            lines=(
                heading(_("Before you decide")),
                *(row(_(label), _(words)) for label, words in WHAT_IT_DOES),
                bullet(_(ONE_TRY)),
                bullet(_(HELD)),
                *(bullet(words) for words in warnings(device)),
                *_pretend_login(flow, device),
                *text(_("Type the name of your account on the device itself. On many it is admin.")),
                *quiet(_("That is not always the name you use in the app.")),
            ),
            choices=(NOTHING, Choice(id="unknown", text=_("I don't know them. Look in the app instead"))),
            typed=_("The account's name"),
            help=(
                _("It shows who has an account, who is connected now, and where alerts go."),
                _("Most doorbells that live in an app cannot be asked this way."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave it, say that it is known, or look for the password."""
        from doorguard.pages.closing.step import open_step

        if choice == "known":
            flow.want(Want("tell", device=self.device_id, fact="owner.claimed", value=True))
        elif choice == "unknown":
            open_step(flow, self.device_id, None, "see-who-has-access")
        else:
            flow.leave_page()

    def type(self, flow: Flow, text: str) -> None:
        """On to the password."""
        if text.strip():
            flow.go(TypePassword(self.device_id, text.strip()))


_KNOWN = Standing(id="known", text=N_("It is mine, or I know it"))


def allowed_here(flow: Flow) -> Level:
    """How far the gate's answers go; the pretend home has no gate."""
    return Level.LOOK if flow.pretend else flow.decide().level_allowed


def _pretend_login(flow: Flow, device: Device) -> tuple[Line, ...]:
    login = flow.pretend_login(device.addresses[0]) if flow.pretend and device.addresses else None
    if login is None:
        return ()
    return text(
        _("In the pretend home, the name is {name} and the password is {password}.").format(
            name=login[0], password=login[1]
        )
    )


class TypePassword(Screen):
    """The password, which shows as stars."""

    name = "type-password"

    def __init__(self, device_id: str, user: str) -> None:
        self.device_id, self.user = device_id, user

    def page(self, flow: Flow) -> Page:
        """One field."""
        device = flow.device(self.device_id)
        return Page(
            id="type-password",
            title=_("The password of this account"),
            lines=(
                row(_("Device"), flow.called(device) if device else _("Not known")),
                *(_pretend_login(flow, device) if device else ()),
                *text(_(ONE_TRY), _(HELD)),
            ),
            choices=(),
            typed=_("The password"),
            secret=True,
            help=(_("Esc goes back, and nothing is sent."),),
        )

    def type(self, flow: Flow, text: str) -> None:
        """Sign in with it."""
        flow.unwind("device", "devices", "ways-in")
        flow.go(SignedIn(self.device_id))
        flow.want(Want("sign-in", device=self.device_id, secret=Secret(self.user, text)))


class SignedIn(Screen):
    """While it reads, and what came of it."""

    name = "signed-in"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def may_go_back(self, flow: Flow) -> bool:
        """Not while it runs: there is Stop for that."""
        return flow.running is None

    def page(self, flow: Flow) -> Page:
        """Let in or not, and what only the person can say now."""
        device = flow.device(self.device_id)
        name = flow.called(device) if device else _("this device")
        if flow.running is not None and flow.running.kind == "sign-in":
            return Page(
                id="signed-in",
                title=_("Reading its settings"),
                lines=(row(_("Device"), name), *text(_("It takes a few seconds. Nothing is changed."))),
                choices=(Choice(id="stop", text=_("Stop")),),
                live=True,
            )
        refused = flow.picture.let_in.get(self.device_id)
        if refused is None or device is None:
            return Page(
                id="signed-in",
                title=_("Could not sign in"),
                lines=(row(_("Device"), name), *text(_(NO_WAY_IN))),
                choices=(_back(),),
            )
        return _not_let_in(name, refused) if refused else _read(flow, device)

    def choose(self, flow: Flow, choice: str) -> None:
        """Stop, label, look for the password, or on."""
        from doorguard.pages.closing.step import open_step
        from doorguard.pages.who_else.ways_in import WaysIn

        match choice:
            case "stop":
                flow.want(Want("stop"))
            case "whose":
                open_whose(flow, self.device_id)
            case "unknown":
                open_step(flow, self.device_id, None, "see-who-has-access")
            case "ways":
                flow.instead(WaysIn(self.device_id))
            case _:
                flow.leave_page()


def _back() -> Choice:
    return Choice(id="on", text=_("Back to the device"))


def _not_let_in(name: str, refused: str) -> Page:
    """Why, and that it is better to look for the password than to guess."""
    return Page(
        id="signed-in",
        title=_("The device did not let us in"),
        lines=(
            row(_("Device"), name),
            *text(
                refused,
                _("The name of the account can be the reason, too."),
                _(
                    "We tried once and stopped. Many devices lock for half an hour after a few tries. "
                    "So it is better to find the password first than to guess."
                ),
            ),
        ),
        choices=(_back(), Choice(id="unknown", text=_("I don't know them. Look in the app instead"))),
    )


def _read(flow: Flow, device: Device) -> Page:
    """What it told, and what only the person can say of that."""
    left = len(open_labels(device))
    asks = _("Say whose these are ({questions})").format(questions=count(left, "question", "questions"))
    return Page(
        id="signed-in",
        title=_("Its settings were read"),
        lines=(
            row(_("Device"), flow.called(device)),
            *text(_read_words(device)),
            *(text(_(PARTLY)) if flow.picture.partly.get(device.id) else ()),
            *(text(_("Only you can say whose these are. You can stop at any time.")) if left else ()),
        ),
        choices=(
            *((Choice(id="whose", text=asks),) if left else ()),
            Choice(id="ways", text=_("Who could look through it")),
            _back(),
        ),
    )


def _read_words(device: Device) -> str:
    number = Counter(label for label, _ in entries(device))
    parts = [words(number[label]) for label, words in _COUNTED.items() if number[label]]
    if not parts:
        return _("It told us little about who has access.")
    return _("It told us of {things}.").format(things=in_a_row(parts))


_COUNTED: Mapping[str, Callable[[int], str]] = {
    "account.owner": lambda number: count(number, "account", "accounts"),
    "recipient.owner": lambda number: count(number, "place where alerts go", "places where alerts go"),
    "access.owner": lambda number: count(number, "earlier sign-in", "earlier sign-ins"),
}
