"""Signing in to one device: what it would do, the account, the password, and what came of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from doorguard.gate.closer import why_not_closer
from doorguard.model import Device, Level
from doorguard.network.secret import Secret
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, Screen, bullet, count, heading, quiet, row, text
from doorguard.pages.want import Want
from doorguard.pages.whose import entries, open_labels, open_whose

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

WHAT_IT_DOES = (
    ("What is sent", "Your password, to this one device, and then questions. Nothing is changed."),
    ("Could the other person notice?", "Perhaps. It may write down that you signed in, or send a message."),
    ("What proof would this wipe?", "Perhaps one line: a full list of sign-ins drops its oldest."),
    ("Can it be undone?", "No. What the device wrote down stays there."),
    ("What stops working?", "Nothing."),
)
"""The four labels, for a sign-in."""
PARTLY = "Another part of it has accounts of its own, and did not take this password. It was tried once there, too."
ONE_TRY = "It is tried once. If the device says no, we stop, so that it does not lock."
HELD = "The password is kept only until you leave. It is never shown and never written down."


def may_sign_in(device: Device) -> bool:
    """True for what has an address here and settings of its own. Without an open door there is nothing to sign in
    to, and nobody is asked to type a password for nothing."""
    door = any(fact.name == "port.open" for fact in device.facts)
    return bool(device.addresses) and door and device.kind in ("camera", "doorbell", "recorder", "hub")


def warnings(device: Device) -> tuple[str, ...]:
    """What is so at this kind of device only, and must be known before a password is typed."""
    from doorguard.probes.signed_in import PROBES

    return tuple(probe.warns for probe in PROBES if probe.warns and probe.applies(device))


class BeforeSigningIn(Screen):
    """What it would do; then the name of the account is typed."""

    name = "before-sign-in"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """The labels; the account's name. Where it is not allowed, why."""
        device = flow.device(self.device_id)
        if device is None:
            return Page(id="before-sign-in", title="This has changed meanwhile", lines=text("Go back and look again."))
        why_not = why_not_closer(Level.SIGN_IN, allowed=allowed_here(flow), told=device.told, consent={})
        if why_not:
            return Page(
                id="before-sign-in",
                title="Not now",
                lines=text(*why_not),
                choices=(NOTHING, *([_KNOWN] if device.told.get("owner.claimed") is not True else ())),
            )
        return Page(
            id="before-sign-in",
            title=f"Sign in to {flow.called(device)}",
            lines=(
                heading("Before you decide"),
                *(row(label, words) for label, words in WHAT_IT_DOES),
                bullet(ONE_TRY),
                bullet(HELD),
                *(bullet(words) for words in warnings(device)),
                *_pretend_login(flow, device),
                *text("Type the name of your account on the device itself. On many it is admin."),
                *quiet("That is not always the name you use in the app."),
            ),
            choices=(NOTHING, Choice(id="unknown", text="I don't know them. Look in the app instead")),
            typed="The account's name",
            help=(
                "It shows who has an account, who is connected now, and where alerts go.",
                "Most doorbells that live in an app cannot be asked this way.",
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave it, say that it is known, or look for the password."""
        from doorguard.pages.step import open_step

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


_KNOWN = Choice(id="known", text="It is mine, or I know it")


def allowed_here(flow: Flow) -> Level:
    """How far the gate's answers go; the pretend home has no gate."""
    return Level.LOOK if flow.pretend or not flow.given else flow.decide().level_allowed


def _pretend_login(flow: Flow, device: Device) -> tuple[Line, ...]:
    login = flow.pretend_login(device.addresses[0]) if flow.pretend and device.addresses else None
    if login is None:
        return ()
    return text(f"In the pretend home, the name is {login[0]} and the password is {login[1]}.")


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
            title="The password of this account",
            lines=(
                row("Device", flow.called(device) if device else "Not known"),
                *(_pretend_login(flow, device) if device else ()),
                *text(ONE_TRY, HELD),
            ),
            choices=(),
            typed="The password",
            secret=True,
            help=("Esc goes back, and nothing is sent.",),
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
        name = flow.called(device) if device else "this device"
        if flow.running is not None and flow.running.kind == "sign-in":
            return Page(
                id="signed-in",
                title="Reading its settings",
                lines=(row("Device", name), *text("It takes a few seconds. Nothing is changed.")),
                choices=(Choice(id="stop", text="Stop"),),
                live=True,
            )
        refused = flow.picture.let_in.get(self.device_id)
        if refused is None or device is None:
            return Page(
                id="signed-in",
                title="Could not sign in",
                lines=(row("Device", name), *text("It was stopped, or we know no way to sign in to this device.")),
                choices=(Choice(id="on", text="Back to the device"),),
            )
        if refused:
            return Page(
                id="signed-in",
                title="The device did not let us in",
                lines=(
                    row("Device", name),
                    *text(
                        refused,
                        "The name of the account can be the reason, too.",
                        "We tried once and stopped. Many devices lock for half an hour after a few tries. "
                        "So it is better to find the password first than to guess.",
                    ),
                ),
                choices=(
                    Choice(id="on", text="Back to the device"),
                    Choice(id="unknown", text="I don't know them. Look in the app instead"),
                ),
            )
        left = len(open_labels(device))
        questions = count(left, "question", "questions")
        asks = [Choice(id="whose", text=f"Say whose these are ({questions})")] if left else []
        return Page(
            id="signed-in",
            title="Its settings were read",
            lines=(
                row("Device", name),
                *text(_read_words(device)),
                *(text(PARTLY) if flow.picture.partly.get(self.device_id) else ()),
                *(text("Only you can say whose these are. You can stop at any time.") if left else ()),
            ),
            choices=(
                *asks,
                Choice(id="ways", text="Who could look through it"),
                Choice(id="on", text="Back to the device"),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Stop, label, look for the password, or on."""
        from doorguard.pages.step import open_step
        from doorguard.pages.ways_in import WaysIn

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


def _read_words(device: Device) -> str:
    number = Counter(label for label, _ in entries(device))
    parts = [count(number[label], one, many) for label, (one, many) in _COUNTED.items() if number[label]]
    if not parts:
        return "It told us little about who has access."
    return f"It told us of {' and '.join([', '.join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)}."


_COUNTED = {
    "account.owner": ("account", "accounts"),
    "recipient.owner": ("place where alerts go", "places where alerts go"),
    "access.owner": ("earlier sign-in", "earlier sign-ins"),
}
