"""A sample home as events, and every page that can be reached from the first one. No network."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from doorguard.catalog import Catalog, load
from doorguard.facts import told_anew, with_what_follows
from doorguard.gate import AUTHORITY
from doorguard.judge import judge
from doorguard.model import (
    Because,
    Blind,
    ChannelEnded,
    ChannelStarted,
    Device,
    DeviceSeen,
    Event,
    Fact,
    Failure,
    Gap,
    Judged,
    Level,
    LookedWhoIsLeft,
    Presence,
    RunEnded,
    RunStarted,
    Scalar,
    Sent,
    StepDone,
    Told,
)
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.pages.want import Want
from doorguard.report.picture import ChannelState, Picture

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 18, 9, tzinfo=UTC)


def fact(name: str, value: str | bool | int, place: str | None = None) -> Fact:
    return Fact(name=name, value=value, place=place, probe="sample")


CAMERA = Device(
    id="m-1",
    id_from="mac",
    addresses=("192.168.7.20",),
    mac="02:00:00:00:00:20",
    names=("Hallway",),
    kind="camera",
    sure="yes",
    vendor="Reolink",
    family="reolink",
    model="RLC-410",
    because=(Because(channel="mdns", says="its name on the network begins with Reolink"),),
    facts=(
        fact("shell.open", True, "tcp/23"),
        fact("video.open", True, "tcp/554"),
        fact("login.readable", False, "tcp/80"),
        fact("onvif.open", False, "tcp/80"),
    ),
)
DOORBELL = replace(
    CAMERA,
    id="m-2",
    addresses=("192.168.7.21",),
    mac="02:00:00:00:00:21",
    kind="doorbell",
    sure="looks-like",
    vendor=None,
    model=None,
    names=(),
    because=(),
    facts=(fact("shell.open", False, "tcp/23"),),
)
ROUTER = replace(DOORBELL, id="m-3", addresses=("192.168.7.1",), kind="router", sure="yes", facts=())
UNKNOWN = replace(DOORBELL, id="m-4", addresses=("192.168.7.30",), kind="unknown", sure="no", facts=())
PHONE = replace(UNKNOWN, id="m-5", addresses=("192.168.7.40",), kind="other", family="phone-or-computer")
PRINTER = replace(UNKNOWN, id="m-6", addresses=("192.168.7.41",), kind="other", family=None)

GAPS = (
    Gap(names=("video.open",), reason="no-answer", probe="sample"),
    Gap(names=("onvif.open",), reason="login-needed", probe="sample"),
    Gap(names=("login.readable",), reason="budget", probe="sample"),
    Gap(names=("location.told",), reason="unreadable", probe="sample"),
)


def judged(device: Device, *, at: datetime = NOON, only: str | None = None, looked: bool = True) -> Judged:
    gaps = GAPS if device.id == DOORBELL.id else ()
    checks = [c for c in load().checks if only in (None, c.id)]
    findings = judge(device, checks, level=Level.LOOK, gaps=gaps)
    return Judged(device=device.id, findings=findings, checked_at=at, only=only, looked=looked)


def a_run(*, pretend: bool = False, level: Level = Level.LOOK) -> list[Event]:
    """A whole run over the sample home."""
    return [
        RunStarted(
            level=level,
            network="192.168.7.0/24",
            interface="eth0",
            gateway="192.168.7.1",
            pretend=pretend,
            started_at=NOON,
            left_out=("tun0 was left out: it looks like a VPN or a network inside this computer.",),
        ),
        ChannelStarted(channel="mdns", title="What devices announce by name"),
        ChannelStarted(channel="ports", title="Which doors are open"),
        *(
            DeviceSeen(at=1.0, device=device, new=True)
            for device in (CAMERA, DOORBELL, ROUTER, UNKNOWN, PHONE, PRINTER)
        ),
        ChannelEnded(at=3.0, channel="mdns", answers=1),
        *(judged(device) for device in (CAMERA, DOORBELL, ROUTER, UNKNOWN)),
        Failure(
            at=4.0,
            stage="discover/mdns",
            reason="our-bug",
            says="One way of finding devices did not work. The others went on.",
        ),
        Blind(at=11.5, says="Cameras that were asleep or off, or on another network, cannot be seen this way."),
        RunEnded(
            at=12.0,
            ended="complete",
            ended_at=NOON,
            sent={"192.168.7.20": Sent(tries=70, connections=4, requests=9), "192.168.7.99": Sent(tries=1)},
        ),
    ]


def closed_camera() -> Device:
    """The sample camera after its command door was closed."""
    return replace(CAMERA, facts=(fact("shell.open", False, "tcp/23"), *CAMERA.facts[1:]))


def answer(want: Want, told: dict[str, dict[str, Scalar]] | None = None) -> list[Event]:
    """What a session would say to a want, from the sample home. ``told`` is what was said before."""
    match want.kind:
        case "run":
            return a_run(pretend=want.pretend, level=want.level or Level.LOOK)
        case "check-again" if want.device == CAMERA.id:
            return [judged(CAMERA, at=LATER, only=want.check)]
        case "pretend-change":
            device = closed_camera()
            return [DeviceSeen(device=device, new=False), judged(device, at=LATER, only=want.check)]
        case "tell" if want.device and want.fact and want.value is not None:
            known = {d.id: d for d in (CAMERA, DOORBELL, ROUTER, UNKNOWN)}[want.device]
            said = told_anew((told or {}).get(want.device, {}), want.fact, want.value)
            device = replace(known, told=with_what_follows(said))
            seen = DeviceSeen(device=device, new=False)
            now_judged = judged(device, at=LATER, looked=False)
            return [Told(device=device.id, name=want.fact, value=want.value), seen, now_judged]
        case "who-is-left":
            left: dict[str, Presence] = {CAMERA.id: "answers", ROUTER.id: "answers", UNKNOWN.id: "gone"}
            return [LookedWhoIsLeft(left=left | {DOORBELL.id: "cannot-tell"} if want.change is None else left)]
        case _:
            return []


def serve(flow: Flow) -> None:
    """Carry out what the flow wants, from the sample home."""
    want = flow.wants
    if want is None or want.kind in ("stop", "leave"):
        return
    for event in answer(want, flow.picture.told):
        flow.take(event)
    flow.finished()


def pretend_changes(address: str) -> list[tuple[str, str, tuple[str, ...]]]:
    shell = ("remote-shell-open",)
    known: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {
        "192.168.7.20": [
            ("close-shell", "Turn off remote commands in its settings", shell),
            ("x", "Do something", shell),
            ("close-video", "Make the video ask for a password", ("video-without-login",)),
        ],
        "192.168.7.21": [("y", "Do something else", ())],
    }
    return known.get(address, [])


class FakeRunner:
    """Serves the sample home to a face, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.wants: list[Want] = []
        self.stopped = False
        self.told: dict[str, dict[str, Scalar]] = {}

    def carry_out(self, want: Want) -> Iterator[Event]:
        self.wants.append(want)
        for event in answer(want, self.told):
            if isinstance(event, Told):
                self.told.setdefault(event.device, {})[event.name] = event.value
            yield event

    def stop(self) -> None:
        self.stopped = True


def a_flow(*, demo: bool = False) -> Flow:
    return Flow(load(), demo=demo, changes=pretend_changes, zone=UTC, now=lambda: NOON)


def _copied(picture: Picture) -> Picture:
    """A copy that can change: the containers are copied, what they hold never changes."""
    twin = copy.copy(picture)
    for name, held in vars(picture).items():
        if isinstance(held, dict):
            inner = {key: copy.copy(v) if isinstance(v, dict | list | ChannelState) else v for key, v in held.items()}
            setattr(twin, name, inner)
        elif isinstance(held, list):
            setattr(twin, name, list(held))
    return twin


def _twin(flow: Flow) -> Flow:
    """A copy that can go another way."""
    twin = copy.copy(flow)
    twin._stack = [copy.copy(screen) for screen in flow._stack]
    twin.picture = _copied(flow.picture)
    twin._aside = (_copied(flow._aside[0]), set(flow._aside[1]), copy.deepcopy(flow._aside[2]))
    twin.marks = copy.deepcopy(flow.marks)
    twin.answered = flow.answered.copy()
    twin.given, twin.put_off = dict(flow.given), set(flow.put_off)
    return twin


TYPED = ("something else", AUTHORITY, "ring")
"""What is typed where something can be typed."""
LEAVES = (
    "help", "people", "summary", "sent", "traces", "topic", "country", "read-step", "make-a-plan", "still-right",
)  # fmt: skip
"""Pages that lead on in the same way wherever they are opened: followed once."""


def walk(first: Flow, *, most: int = 900) -> dict[tuple[object, ...], Page]:
    """Every page that numbers, keys and the sentence lead to. Makes' pages are tested by themselves."""
    found: dict[tuple[object, ...], Page] = {}
    waiting = [first]
    while waiting and len(found) < most:
        flow = waiting.pop(0)
        if sum(device.id_from == "hand" for device in flow.picture.devices.values()) > 1:
            continue  # one named device is like the next
        page = flow.page
        leaf = page.id in LEAVES and any(seen.id == page.id for seen in found.values())
        key: tuple[object, ...] = (page.id, page.title, page.lines, page.choices)
        if key in found:
            continue
        found[key] = page
        said = [name for device in flow.picture.devices.values() for name in device.told]
        if leaf or len(said) > 1 or set(said) - {"owner.claimed"} or len(flow.put_off) > 2:
            continue  # one thing said is like the next; every question is asked in answered_pages()
        ways: list[Callable[[Flow], object]] = [
            *(functools.partial(Flow.choose, choice=choice.id) for choice in page.choices),
            *(functools.partial(Flow.press, key=letter) for letter in "?hsr"),
            Flow.back,
        ]
        if page.typed is not None:
            ways += [functools.partial(Flow.type, text=text) for text in TYPED]
        for way in ways:
            other = _twin(flow)
            way(other)
            if other.running is not None:
                found.setdefault(("running", other.page.id, other.page.title), other.page)
            serve(other)
            waiting.append(other)
    return found


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load()


@pytest.fixture
def flow() -> Flow:
    """At the first page of all."""
    return a_flow()


@pytest.fixture
def demo_flow() -> Flow:
    """At the first page of the pretend home."""
    return a_flow(demo=True)


@pytest.fixture
def runner() -> FakeRunner:
    return FakeRunner()


@pytest.fixture
def served() -> Callable[[Flow], None]:
    """Carries out what a flow wants, from the sample home."""
    return serve


@pytest.fixture(scope="session")
def demo_pages() -> list[Page]:
    """Every page of the demo."""
    return pages_of_the_demo()


def pages_of_the_demo() -> list[Page]:
    """Every page of the demo, in the language in use."""
    return list(walk(a_flow(demo=True)).values())


LIGHT_ANSWERS = {"seen_or_heard": "no", "anyone_minds": "no", "computer": "mine", "router": "mine"}
FULL_ANSWERS = LIGHT_ANSWERS | {
    "anyone_minds": "yes",
    "danger": "no",
    "home": "mine",
    "living": "no",
    "phone": "no",
    "phone_code": "no",
    "photos": "no",
    "children": "no",
    "court": "no",
    "lost_access": "nothing",
}


def at_devices(given: dict[str, str]) -> Flow:
    """A sitting at home after these answers and a look."""
    from doorguard.pages.found.looking import Looking

    flow = a_flow()
    flow.given.update(given)
    flow.go(Looking())
    flow.want(Want("run", level=Level.LOOK))
    serve(flow)
    flow.choose("show")
    return flow


def answered_pages(device_id: str, which: int) -> list[Page]:
    """Every question about one device with its answer number ``which`` (or its last), and what that leads to."""
    flow = at_devices(LIGHT_ANSWERS)
    pages = []
    for choice in (f"device:{device_id}", "ways", "questions", "first"):
        flow.choose(choice)
    while flow.page.id == "asking":
        pages.append(flow.page)
        answers = [c.id for c in flow.page.choices if c.id.startswith("answer:")]
        flow.choose(answers[min(which, len(answers) - 1)])
        serve(flow)
    pages.append(flow.page)
    flow.choose("change")
    pages.append(flow.page)
    flow.back()
    flow.choose("show")
    pages.append(flow.page)
    for choice in [c.id for c in flow.page.choices if c.id.startswith("finding:")]:
        flow.choose(choice)
        pages.append(flow.page)
        flow.choose("step")
        pages.append(flow.page)
        if flow.page.id == "still-right":
            flow.choose("yes")
            pages.append(flow.page)
        flow.unwind("ways-in")
    return pages


def branch_pages() -> list[Page]:
    """What the gate says of every answer that is not the ordinary one, in two countries and without one; the plan;
    the answers once more, after a day, on another network and before a first change."""
    from doorguard.gate import QUESTIONS
    from doorguard.pages.before_a_look.gate_pages import CheckAnswers, DangerNow
    from doorguard.pages.before_a_look.make_a_plan import MakeAPlan
    from doorguard.pages.before_a_look.still_right import StillRight
    from doorguard.pages.before_a_look.what_is_open import WhatIsOpen

    pages = []
    answers = [(key, answer.id) for key, question in QUESTIONS.items() for answer in question.answers]
    everything = {key: question.answers[1].id for key, question in QUESTIONS.items()} | {"danger": "not-sure"}
    for given in [*(FULL_ANSWERS | {key: answer} for key, answer in answers), everything]:
        for country in ("England", "Canada", None):
            flow = a_flow()
            flow.given.update(given)
            flow.country = country
            branches = [WhatIsOpen(branch) for branch in flow.decide().branches]
            again = (StillRight("day"), StillRight("network"), StillRight("change"))
            for screen in (WhatIsOpen(), *branches, CheckAnswers(), DangerNow(), MakeAPlan(), *again):
                flow.go(screen)
                pages.append(flow.page)
    return pages


def path_pages() -> list[Page]:
    """Pages of the way that the walks reach too late: proof first, a new password, what is due to be looked at."""
    from doorguard.pages.closing.plan import PlanPage
    from doorguard.pages.closing.step import open_step
    from doorguard.pages.handing_on.result import Done

    pages = []
    flow = at_devices(FULL_ANSWERS)
    open_step(flow, CAMERA.id, "remote-shell-open", "local-access-off")
    for choice in ("yes", "walk", "have", "next", "stop"):
        flow.choose(choice)
        serve(flow)
        pages.append(flow.page)
    flow.marks.has_plan = True
    flow.take(StepDone(device=CAMERA.id, check="maker-password-works", action="change-password"))
    flow.marks.look_again[(CAMERA.id, "remote-shell-open")] = (NOON + timedelta(minutes=10), NOON + timedelta(days=1))
    for choice in ("plan", f"after:{CAMERA.id}", "look:phones.signed_in", "answer:They are all mine"):
        flow.choose(choice)
        serve(flow)
        pages.append(flow.page)
    for screen in (PlanPage(None), PlanPage(CAMERA.id), Done()):
        flow.go(screen)
        pages.append(flow.page)
        assert flow.press("?")
        pages.append(flow.page)
        flow.back()
    return pages


@pytest.fixture(scope="session")
def all_pages(demo_pages: list[Page]) -> list[Page]:
    """Every page we could find a way to, in the demo and at home, by the light and the full path."""
    return [*demo_pages, *pages_at_home()]


def pages_at_home() -> list[Page]:
    """Every page at home that we could find a way to, in the language in use."""
    starts = [
        a_flow(),
        at_devices(LIGHT_ANSWERS),
        at_devices(FULL_ANSWERS),
        at_devices(FULL_ANSWERS | {"court": "yes", "phone": "yes", "living": "yes"}),
    ]
    questions = a_flow()
    pages = [page for flow in starts for page in walk(flow, most=400).values()]
    pages += branch_pages()
    for choice in (
        "home", "no", "yes", "no", "mine", "mine", "yes", "yes", "mine", "no", "no", "no", "no", "no", "nothing", "Wales",
    ):  # fmt: skip
        questions.choose(choice)
        pages.append(questions.page)
    for device, answers in ((CAMERA.id, 4), (ROUTER.id, 3)):
        pages += [page for which in range(answers) for page in answered_pages(device, which)]
    from tests.recorded import record_pages

    return [*pages, *path_pages(), *record_pages(), *device_pages()]


def device_pages() -> list[Page]:
    """What is off the road of the walk: a long list, what was taken off it, an account of somebody else, every end
    of the look who is left."""
    flow, pages = at_devices(LIGHT_ANSWERS), []

    def go(*choices: str) -> None:
        for choice in choices:
            flow.choose(choice)
            serve(flow)
            pages.append(flow.page)

    go(f"device:{UNKNOWN.id}", "find", "no-camera", "yes", "off", f"back:{UNKNOWN.id}")
    go(f"device:{UNKNOWN.id}", "find", "unplug", "yes", "yes", "look")
    ends: tuple[dict[str, Presence], ...] = (
        {UNKNOWN.id: "gone", CAMERA.id: "gone"},
        {UNKNOWN.id: "answers", CAMERA.id: "answers"},
        {UNKNOWN.id: "answers", CAMERA.id: "cannot-tell"},
        {},
    )
    for left in ends:
        flow.picture.left = left
        pages.append(flow.page)
    flow.unwind("devices")
    go(f"device:{DOORBELL.id}", "find", "mine", "begin", "answer:Not all of it", "answer:Someone else", "answer:I did")
    go("stop", "not-yours")
    flow.unwind("devices")
    for number in range(8):
        flow.take(
            DeviceSeen(device=replace(CAMERA, id=f"m-2{number}", addresses=(f"192.168.7.{200 + number}",)), new=True)
        )
    pages.append(flow.page)
    go("more")
    return pages
