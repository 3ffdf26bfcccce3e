"""Where the person is, and what comes next. No threads, no clock, no input or output.

A face (the screens, or plain text) shows :attr:`Flow.page`, hands on what the person does, carries out
:attr:`Flow.wants` and feeds the events back::

    flow.choose("start")
    if flow.wants:
        for event in runner.carry_out(flow.wants):
            flow.take(event)
        flow.finished()
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from doorguard.catalog import Catalog
from doorguard.gate import Answers, Decision, decide, missing_questions, path_of
from doorguard.gate.questions import WEIGHT
from doorguard.gate.strangers import somebody_unknown
from doorguard.guide import FULL_ORDER, LIGHT_ORDER, Stage
from doorguard.model import Device, DevicesMerged, Event, Finding, Level, RunEnded, RunStarted
from doorguard.pages.answered import Answered, WhyAgain
from doorguard.pages.kept import Kept
from doorguard.pages.marks import Marks
from doorguard.pages.page import Page, Standing
from doorguard.pages.screen import Screen
from doorguard.pages.want import KEEPS, SENDS, Want
from doorguard.pages.which_device.by_hand import is_by_hand, tell
from doorguard.report.listed import once_each
from doorguard.report.naming import short_name, title
from doorguard.report.picture import Picture, renamed
from doorguard.report.text import clock
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.session.keeping import Keeping

PretendChanges = Callable[[str], Sequence[tuple[str, str, Sequence[str]]]]
"""What can be changed at an address of the pretend home: (id, title, the checks that it closes)."""


PretendLogin = Callable[[str], tuple[str, str] | None]
"""The name and password at an address of the pretend home, where one was chosen."""


def _no_login(_address: str) -> tuple[str, str] | None:
    return None


def _no_network() -> str | None:
    return None


def _now() -> datetime:
    return datetime.now(UTC)


def _no_changes(_address: str) -> Sequence[tuple[str, str, Sequence[str]]]:
    return ()


class Flow:
    """All pages of one sitting.

    ``demo`` begins at the pretend home. ``changes`` lists what can be changed on a pretend device,
    ``pretend_login`` gives its name and password.
    ``zone`` is the time zone shown; None is this computer's own. ``now`` is the clock: it dates
    what the person says, and tells how old a phone number is. ``network`` names the network that a look would
    be about now, None where that is not known. ``keeping`` is where a record is kept, if the person wants one.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        demo: bool = False,
        level: Level | None = None,
        changes: PretendChanges = _no_changes,
        pretend_login: PretendLogin = _no_login,
        zone: tzinfo | None = None,
        now: Callable[[], datetime] = _now,
        network: Callable[[], str | None] = _no_network,
        keeping: Keeping | None = None,
    ) -> None:
        from doorguard.pages.before_a_look.start import Practise, Start

        self.catalog = catalog
        self.changes = changes
        self.pretend_login = pretend_login
        self.zone = zone
        self.now = now
        self.pretend = demo
        self.level = level
        self.picture = Picture()
        self.running: Want | None = None
        self.put_off: set[str] = set()
        self.marks = Marks()
        self._aside: tuple[Picture, set[str], Marks] = (Picture(), set(), Marks())
        self.country: str | None = None
        self.country_asked = False
        self.given: dict[str, str] = {}
        self.answered = Answered()
        self.network = network
        self.kept = Kept(keeping)
        self.full_path = False
        self.after_gate: Screen | None = None
        self._wants: Want | None = None
        self._stack: list[Screen] = [Practise() if demo else Start()]

    # --- for the face ------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """What to show now."""
        page = self._on_view().page(self)
        choices = tuple(choice.said() if isinstance(choice, Standing) else choice for choice in page.choices)
        return replace(page, choices=choices, pretend=self.pretend or page.pretend, working=self.working)

    @property
    def wants(self) -> Want | None:
        """What the last answer asked for; None when there is nothing to carry out."""
        return self._wants

    @property
    def working(self) -> str:
        """What goes on in the network, in a few words."""
        want = self.running
        if want is None or want.kind == "tell" or want.kind in KEEPS:
            return _("Nothing is being sent")
        if want.kind == "run":
            if want.level == Level.LISTEN:
                return _("Listening only")
            return _("Asking devices ({number})").format(number=len(self.picture.devices))
        if want.kind == "who-is-left":
            return _("Looking who still answers")
        device = self.picture.devices.get(want.device or "")
        if want.kind == "sign-in":
            return _("Reading settings of one device")
        if want.kind == "first-password":
            return _("Trying one password, once")
        return _("Talking to {name}").format(name=(short_name(device) if device else None) or _("one device"))

    def choose(self, choice: str) -> None:
        """The person chose this answer of the page. One that is not on the page is passed over."""
        self._wants = None
        here = self._on_view()
        if any(choice == offered.id for offered in here.page(self).choices):
            here.choose(self, choice)
        self.kept.settle(self)

    def type(self, text: str) -> None:
        """The person typed a line, where the page asks for one. The number of an answer chooses it."""
        self._wants = None
        here = self._on_view()
        page = here.page(self)
        number = int(text) if text.strip().isdecimal() and len(text) < 4 and not page.secret else 0
        if page.typed is not None and 0 < number <= len(page.choices):
            here.choose(self, page.choices[number - 1].id)
        elif page.typed is not None:
            here.type(self, text)
        self.kept.settle(self)

    def back(self) -> None:
        """One page back; answers are kept. On the first page nothing happens."""
        self._wants = None
        if len(self._stack) > 1 and self._stack[-1].may_go_back(self):
            self._stack.pop()

    def press(self, key: str) -> bool:
        """A letter: ``?`` help, ``h`` people who can help, ``s`` summary, ``r`` check again.

        False when it means nothing on this page. ``d`` belongs to the face: the page holds its details.
        """
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.at_any_time.topic import Help
        from doorguard.pages.handing_on.result import Summary

        self._wants = None
        here = self._on_view()
        if here.key(self, key):
            return True
        if key == "?":
            if not isinstance(here, Help):
                self.go(Help(here))
            return True
        if key == "h":
            if not isinstance(here, People):
                self.go(People())
            return True
        if key == "s" and (self.picture.ended or self.picture.listed()) and self.running is None:
            if not isinstance(here, Summary):
                self.go(Summary())
            return True
        return False

    def take(self, event: Event) -> None:
        """Something happened; the page may look different now."""
        if isinstance(event, RunStarted):
            # A look begins: what was found before goes, what the person named stays.
            self.picture = self.picture.named_alone()
        elif isinstance(event, DevicesMerged):
            self._merge(event.kept, event.gone)
        self.kept.take(self, event)
        self.picture.take(event)
        if isinstance(event, RunEnded) and self.running and self.running.kind == "run":
            self.running = None

    def finished(self) -> None:
        """All events of the last want have come (also when there were none)."""
        self.running = None
        self.kept.finished(self)
        self.kept.settle(self)

    def _on_view(self) -> Screen:
        """The page on top; while changes are closed, what waits stands in place of every step that changes
        something, however it was opened or gone back to. So do open questions in place of a sign-in."""
        top = self._stack[-1]
        asked_for = self.full_path or not self.given  # a record that is opened may show a look without its answers
        questions = top.asks_closer and asked_for and missing_questions(self.given, full=self.full_path)
        if self.pretend or not (questions or (top.tells_a_change and not self.changes_open)):
            return top
        from doorguard.pages.closing.before_step import waits

        return waits(self, top)

    # --- for the screens ---------------------------------------------------------------------

    def want(self, want: Want) -> None:
        """Ask the face for something, in the home that is on view. What sends waits where the answers are old, and is
        passed over where they forbid it: the pages do not offer that, and this holds whatever they offer."""
        want = replace(want, pretend=self.pretend)
        if want.kind in SENDS and not self.pretend:
            if not self._may_send(want):
                return
            why = self.answers_old
            if why is not None:
                from doorguard.pages.before_a_look.still_right import BeforeSending

                self.go(BeforeSending(why, want))
                return
            self.answered.network = self.answered.network or self.network()
            if want.kind == "run" and (want.level or Level.TALK) > Level.TALK:
                self.kept.authority(self)
        if want.kind in ("keep-new", "save-file") and not self.may_keep:
            return
        if want.kind == "leave" and self.kept.unwritten and not self.kept.given_up:
            from doorguard.pages.written_down.record_pages import NotWritten

            self.go(NotWritten())
            return
        device = self.device(want.device or "")
        if want.kind == "tell" and device is not None and is_by_hand(device):
            assert want.fact is not None
            assert want.value is not None
            tell(self, device, want.fact, want.value)
        else:
            self._wants = want
            if want.kind not in ("stop", "leave"):
                self.running = want
        told = want.kind == "tell" and want.fact is not None
        if told and somebody_unknown(want.fact or "", want.value) and not self.pretend:
            self.full_path = True

    def turn_to(self, *, pretend: bool) -> None:
        """To the pretend home, or to the real one. Each keeps a picture of its own, so that nothing made
        up ever stands among what is real."""
        if pretend != self.pretend:
            self.pretend = pretend
            here = (self.picture, self.put_off, self.marks)
            (self.picture, self.put_off, self.marks), self._aside = self._aside, here

    def to_devices(self) -> None:
        """Back to the list of devices, also from where it is no longer one of the pages before."""
        from doorguard.pages.found.devices import Devices

        self.unwind("devices")
        if self.here != "devices":
            self.go(Devices())

    @property
    def may_ask(self) -> bool:
        """False when the answers were changed since, and no longer allow as loud a look as the last one."""
        return self.pretend or decide(Answers(given=self.given)).level_allowed >= self.look_level

    @property
    def look_level(self) -> Level:
        """How loud the last look was. Signing in to one device since then made no look any louder."""
        return min(self.picture.level, Level.LOOK)

    def _may_send(self, want: Want) -> bool:
        """False for what is louder than the answers allow."""
        if want.kind == "check-again":
            return self.may_ask
        if want.kind == "run":
            return (want.level or Level.TALK) <= decide(Answers(given=self.given)).level_allowed
        return self.decide().level_allowed >= Level.LOOK

    def answer(self, key: str, answer: str) -> None:
        """The person answered a question of the gate."""
        self.given[key] = answer
        self.kept.answered(key, answer)
        self.answered.given(self.now())

    def still_right(self) -> None:
        """The person read the answers again, and they hold."""
        self.answered.confirm(self.now(), self.network())

    @property
    def answers_old(self) -> WhyAgain | None:
        """Why the answers are shown before anything more is sent or changed; None while they hold."""
        return self.answered.why_again(self.now(), self.network()) if self.given else None

    def decide(self) -> Decision:
        """What the answers so far allow."""
        return decide(Answers(given=self.given, country=self.country), full=self.full_path)

    @property
    def changes_open(self) -> bool:
        """True while steps that change something may be shown; always in the pretend home, and while the gate was
        not begun: reading sends nothing, and a step on a device asks first."""
        if self.pretend or WEIGHT.key not in self.given:
            return True
        return self.decide().changes_open

    @property
    def may_keep(self) -> bool:
        """False where the answers say that nothing should be kept on this computer."""
        return self.pretend or WEIGHT.key not in self.given or "keep" not in self.decide().not_now

    @property
    def careful(self) -> bool:
        """True on the full path: help lines and the offer to keep proof stand in the pages. So do they where the
        person was not asked anything yet."""
        if self.pretend:
            return False
        return self.full_path or not self.given or path_of(self.given) == "full"

    @property
    def order(self) -> tuple[Stage, ...]:
        """The order in which ways in are closed, on this path."""
        return FULL_ORDER if self.careful else LIGHT_ORDER

    def go(self, screen: Screen) -> None:
        """On to another page."""
        self._stack.append(screen)

    def instead(self, screen: Screen) -> None:
        """Another page in place of this one: going back leads past it."""
        self._stack[-1] = screen

    def leave_page(self) -> None:
        """Back to the page before this one, whatever is going on."""
        if len(self._stack) > 1:
            self._stack.pop()

    def unwind(self, *names: str) -> None:
        """Back to the nearest page of one of these names, or to the first page."""
        while len(self._stack) > 1 and self._stack[-1].name not in names:
            self._stack.pop()

    @property
    def height(self) -> int:
        """How many pages lie on each other; see :meth:`down_to`."""
        return len(self._stack)

    def down_to(self, height: int) -> None:
        """Back to what was on view when there were ``height`` pages."""
        del self._stack[max(1, height) :]

    def nearest(self, *names: str) -> str | None:
        """The name of the nearest page before this one that has one of these names: where :meth:`unwind` leads."""
        return next((screen.name for screen in reversed(self._stack) if screen.name in names), None)

    @property
    def here(self) -> str:
        """The name of the screen on view."""
        return self._stack[-1].name

    def _merge(self, kept: str, gone: str) -> None:
        """Two devices turned out to be one: what the person did with either, they did with that one."""
        self.marks.merge(kept, gone)
        self.put_off = {renamed(finding, kept, gone) for finding in self.put_off}

    def clock(self, moment: datetime) -> str:
        """A time in words: 18:09; with its day where that is not today, as on a look that a record brought back."""
        local, now = moment.astimezone(self.zone), self.now().astimezone(self.zone)
        return f"{local:%H:%M}" if local.date() == now.date() else clock(moment, self.zone)

    def called(self, device: Device) -> str:
        """Its name in plain words; with the address where two devices would be called the same."""
        name = title(device)
        alike = [other for other in self.picture.listed() if title(other) == name]
        return f"{name}, {device.addresses[0]}" if len(alike) > 1 and device.addresses else name

    def findings(self, device: Device) -> list[Finding]:
        """Its findings, in order; one for each entry that it lists, also where that stands in two lists."""
        return once_each(device, self.picture.findings_of(device.id))

    def device(self, device_id: str) -> Device | None:
        """A device of the picture; None when it is not there, or is part of another one meanwhile."""
        return self.picture.devices.get(device_id)
