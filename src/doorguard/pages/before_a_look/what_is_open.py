"""The end of the full path: what is open and what is not now, why, people who can help, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.gate.branches import OFFERED, THINGS, Branch, Next, in_order
from doorguard.model import Level
from doorguard.pages.at_any_time.people import Country, near_lines
from doorguard.pages.page import Choice, Line, Page, Standing
from doorguard.pages.screen import PEOPLE, Screen, bullet, heading, item, text
from doorguard.pages.want import Want
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from doorguard.gate.branches import Thing
    from doorguard.pages.flow import Flow

PLAN = Standing(id="plan", text=N_("Make a plan"))
_NEXT: dict[Next, str] = {
    "leave": N_("Leave now"),
    "plan": PLAN.text,
    "people": PEOPLE.text,
    "other-camera": N_("A camera of a neighbour or of someone else"),
    "write-down": N_("How to write down what happens"),
    "access": N_("How to see who has access, in the app"),
    "police": N_("Telling the police"),
    "give-away": N_("What phones and devices give away"),
}
"""In the order in which they are offered."""


class WhatIsOpen(Screen):
    """All branches together, or one of them (``branch``). ``questions_left``: it is shown in the middle of the
    questions, because it is about this very moment."""

    name = "what-is-open"

    def __init__(self, branch: Branch | None = None, *, questions_left: bool = False) -> None:
        self.branch, self.questions_left = branch, questions_left

    def page(self, flow: Flow) -> Page:
        """Two short lists, why, and people: on top where they come first."""
        decision = flow.decide()
        branches = (self.branch,) if self.branch else decision.branches
        help_first = any(branch.help_first for branch in branches)
        people = near_lines(flow, [name for branch in branches for name in branch.contacts])
        more = [_branch_choice(branch) for branch in branches] if len(branches) > 1 else []
        alone = branches[0] if len(branches) == 1 else None
        not_now = in_order(alone.closes) if self.questions_left and alone else decision.not_now
        return Page(
            id="what-is-open" if self.branch is None else f"branch-{self.branch.id}",
            title=_(self.branch.title) if self.branch else _("What is open, and what is not now"),
            lines=(
                *(people if help_first else ()),
                *(_told(alone) if alone else ()),
                *_lists([thing for thing in OFFERED if thing not in not_now], not_now),
                *([heading(_("Why, and what helps")), *map(item, more)] if more else ()),
                *(() if help_first else people),
            ),
            choices=(*self._next(flow, branches), *self._on(flow), *more),
            help=(
                _("What is not open now can open later, when your answers change."),
                _("You can stop here. Nothing was sent."),
            ),
        )

    def _next(self, flow: Flow, branches: Iterable[Branch]) -> tuple[Choice, ...]:
        wanted = {step for branch in branches for step in branch.next} | {"people"}
        offered = tuple(Choice(id=step, text=_(words)) for step, words in _NEXT.items() if step in wanted)
        country = Choice(id="country", text=_("Choose the country"))
        return (*offered, country) if flow.country is None else offered

    def _on(self, flow: Flow) -> tuple[Choice, ...]:
        if self.questions_left:
            return (Choice(id="on", text=_("Go on with the questions. Nothing will be sent")),)
        if self.branch is not None:
            return (Choice(id="back", text=_("Back")),)
        sends = flow.decide().level_allowed > Level.TALK
        return (Choice(id="on", text=_("Go on") if sends else _("Go on without sending anything")),)

    def choose(self, flow: Flow, choice: str) -> None:
        """On, one branch, or one of the things that help."""
        from doorguard.pages.before_a_look.before import Before
        from doorguard.pages.before_a_look.gate_pages import go_on
        from doorguard.pages.closing.reading import Reading

        kind, _sep, name = choice.partition(":")
        if kind == "branch":
            flow.go(WhatIsOpen(next(b for b in flow.decide().branches if b.id == name)))
        elif choice == "on" and self.questions_left:
            go_on(flow)
        elif choice == "on":
            flow.go(Before() if flow.decide().level_allowed > Level.TALK else Reading())
        elif choice == "back":
            flow.leave_page()
        else:
            do_next(flow, choice)


def do_next(flow: Flow, choice: str) -> None:
    """Open one of the things that help."""
    from doorguard.pages.at_any_time.people import People
    from doorguard.pages.at_any_time.topic import Topic
    from doorguard.pages.before_a_look.make_a_plan import MakeAPlan
    from doorguard.pages.closing.reading import ReadStep

    match choice:
        case "plan":
            flow.go(MakeAPlan())
        case "people":
            flow.go(People())
        case "country":
            flow.go(Country())
        case "write-down":
            flow.go(Topic("written-record"))
        case "other-camera" | "police" | "give-away":
            flow.go(Topic(choice))
        case "access":
            flow.go(ReadStep("generic", "see-who-has-access"))
        case "leave":
            flow.want(Want("leave"))


def _branch_choice(branch: Branch) -> Choice:
    return Choice(id=f"branch:{branch.id}", text=_(branch.says))


def _told(branch: Branch) -> tuple[Line, ...]:
    return (*text(_(branch.says)), *(bullet(_(line)) for line in branch.advice))


def _lists(open_now: Sequence[Thing], not_now: Sequence[Thing]) -> tuple[Line, ...]:
    lines: list[Line] = []
    if open_now:
        lines += [heading(_("Open now")), *(bullet(_(THINGS[thing])) for thing in open_now)]
    lines.append(heading(_("Not now")))
    lines += [bullet(_(THINGS[thing])) for thing in not_now] or [bullet(_("Nothing. Each change still asks you first"))]
    return tuple(lines)
