"""The branches of the full path (safety.md section B): what an answer closes for now, why, and what helps.

One table for everybody: :func:`doorguard.gate.decision.decide` folds it into what a run may do, and the pages
show it. An answer that is missing counts as "I'd rather not say". Words are marked here and said where they
are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from doorguard.gate.questions import Given, questions_for
from doorguard.wording import N_

Thing = Literal["read", "app", "paper", "look", "change", "photo", "keep"]
"""What can be open or closed."""
Next = Literal["plan", "people", "write-down", "access", "leave", "other-camera", "police", "give-away"]
"""What can be done next, beside going on. The pages know how."""

THINGS: dict[Thing, str] = {
    "read": N_("Reading every page, and naming your devices yourself"),
    "app": N_("Looking at who has access, in your own app and account"),
    "paper": N_("Writing down what happens, on paper"),
    "look": N_("A look for devices on this wifi"),
    "change": N_("Steps that change a device or an account"),
    "photo": N_("Photos as proof with your own phone"),
    "keep": N_("Keeping anything on this computer"),
}
"""Each thing in words, in the order in which it is listed."""
ALWAYS: tuple[Thing, ...] = ("read", "app", "paper")
"""Open on every branch but danger now."""
OFFERED: tuple[Thing, ...] = (*ALWAYS, "look", "change")
"""What is listed as open where nothing closes it; the others are listed only when they are closed."""

UNSAID = "rather-not-say"


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch. ``about`` are its questions: it applies when ``leads`` holds for the answer to one of them. A
    question that is asked and has no answer counts as "I'd rather not say". ``title`` and ``says`` are why,
    ``advice`` is what helps, ``closes`` what is not open now, ``next`` what can be done.
    ``help_first``: people who can help stand before everything else. ``contacts`` are organisations that stand
    with them, where the country has them. ``at_once``: shown right after its question, because it is about this
    very moment."""

    id: str
    about: tuple[str, ...]
    leads: Callable[[str], bool]
    title: str
    says: str
    advice: tuple[str, ...] = ()
    closes: tuple[Thing, ...] = ()
    next: tuple[Next, ...] = ()
    help_first: bool = False
    contacts: tuple[str, ...] = ()
    at_once: bool = False


def _only(*answers: str) -> Callable[[str], bool]:
    return lambda answer: answer in answers


def _unless(*ordinary: str) -> Callable[[str], bool]:
    return lambda answer: answer not in ordinary


DANGER = Branch(
    "danger",
    ("danger",),
    _only("yes"),
    N_("People first"),
    N_("You are in danger now. People come first. Nothing is looked at."),
    advice=(
        N_("Ring the number for danger. If you can leave, leave first and ring then."),
        N_("Leave the cameras as they are for now."),
    ),
    closes=("app", "paper", "look", "change"),
    next=("people",),
    help_first=True,
)

BRANCHES: tuple[Branch, ...] = (
    # The weightiest first: they are listed and said in this order.
    DANGER,
    Branch(
        "maybe-danger",
        ("danger",),
        _only("not-sure", UNSAID),
        N_("If you might be in danger"),
        N_("If you feel uneasy, ring someone before you go on. You can always come back."),
        advice=(
            N_("You do not have to be sure to ring."),
            N_("Tell one person where you are and what you are about to do."),
        ),
        next=("people",),
        help_first=True,
    ),
    Branch(
        "computer",
        ("computer",),
        _unless("mine"),
        N_("Someone else may look at this computer"),
        N_("Someone else may read what you do on this computer. Stop here if you can."),
        advice=(
            N_("A library, a workplace or a friend may have another one."),
            N_("Write the numbers that you need on paper. Leave no note on this computer."),
            N_("If you go on, nothing is sent and nothing is kept. The screen can still be seen."),
            N_("Make changes only from a device that they never had."),
        ),
        closes=("look", "change", "keep"),
        next=("leave", "people"),
        at_once=True,
    ),
    Branch(
        "living",
        ("living",),
        _unless("no"),
        N_("You may see someone who minds"),
        N_("You may see someone soon who minds. So make a plan first, and change nothing yet."),
        advice=(
            N_("Talk to a help line first. They know how to plan this."),
            N_("For now, write down what happens. That is worth a lot later."),
            N_("A change can be seen the same day, at home or at the next visit."),
        ),
        closes=("change",),
        next=("plan", "people", "write-down"),
        help_first=True,
    ),
    Branch(
        "noticed",
        ("noticed",),
        _unless("yes"),
        N_("A look can be noticed"),
        N_("A look can be noticed. So nothing is sent for now."),
        advice=(
            N_("You can name your devices yourself. That sends nothing."),
            N_("A look can wait until being noticed is all right for you."),
        ),
        closes=("look",),
        next=("access",),
    ),
    Branch(
        "plan",
        ("lost_access",),
        _unless("nothing"),
        N_("Make a plan first"),
        N_("Change nothing today. Ring someone who can help, and make a plan first."),
        advice=(
            N_("Losing access can make someone angry. It is your choice when that happens."),
            N_("A plan says who is with you, where you are, and how you get help."),
        ),
        closes=("change",),
        next=("plan", "people"),
        help_first=True,
    ),
    Branch(
        "court",
        ("court",),
        _unless("no"),
        N_("A court order or a police case"),
        N_("Ask a solicitor or the police before you change anything. It can be proof."),
        advice=(
            N_("A change can wipe proof, or go against an order about shared things."),
            N_("Ask them: may I change this, and what should I keep first?"),
            N_("Write down who told you what, and when."),
        ),
        closes=("change",),
        next=("people", "police", "write-down"),
    ),
    Branch(
        "neighbour",
        ("home",),
        _only("neighbour"),
        N_("A neighbour's camera"),
        N_("Another home is never looked at. Write down the days, the angle and what it does to you."),
        advice=(
            N_("Note each day and time, and where you were when it pointed at you."),
            N_("Note the angle: what of your home can it see, and can it hear you?"),
            N_("Note what it does to you: what you stopped doing because of it."),
            N_("You may ask its owner for a copy of what shows you. Only if asking brings no trouble."),
            N_("If it goes on and frightens you, tell the police. Take your notes along."),
        ),
        closes=("look", "change"),
        next=("other-camera", "write-down", "people"),
        contacts=("Information Commissioner's Office (ICO)", "Police (not an emergency)"),
    ),
    Branch(
        "not-my-home",
        ("home",),
        _unless("mine", "asked", "neighbour"),
        N_("A home that is not yours"),
        N_("Only the people of a home may say that it is looked at. So nothing is sent."),
        advice=(
            N_("In a refuge, ask the people who run it. They may have a plan for this."),
            N_("In a rented room, ask who owns the cameras, and what they can see."),
            N_("At work, ask who is in charge of the cameras. A union may help."),
            N_("On a visit, cover or turn nothing. You can move out of view, or leave."),
            N_("A camera in a bedroom or a bathroom is for the police. Leave it as it is."),
        ),
        closes=("look", "change"),
        next=("people", "write-down", "police"),
    ),
    Branch(
        "router",
        ("router",),
        _unless("mine", "agreed"),
        N_("Someone else runs the wifi"),
        N_(
            "Whoever runs the router can see a look. So nothing is sent. "
            "Each device's own app, on mobile data, can be read instead."
        ),
        advice=(
            N_("Turn off the wifi on your phone first. Then the app uses mobile data."),
            N_("Open Settings in the app, not the live picture. A live view can be noticed."),
            N_("You can name your devices here yourself. That sends nothing."),
        ),
        closes=("look",),
        next=("access",),
    ),
    Branch(
        "phone",
        ("phone", "phone_code", "photos"),
        _unless("no"),
        N_("Your phone and its photos"),
        N_("Someone else may see photos from your phone. Use another camera for proof."),
        advice=(
            N_("Borrow a phone or a camera that they never had."),
            N_("Or write it down on paper, with the day and the time."),
            N_("A new code or a closed album can be noticed. Plan that with someone."),
        ),
        closes=("photo",),
        next=("give-away", "write-down"),
    ),
    Branch(
        "children",
        ("children",),
        _unless("no"),
        N_("Children"),
        N_("Think of baby monitors, toys and tablets too. Plan what children are told."),
        advice=(
            N_("A baby monitor, a toy or a tablet can have a camera and an account."),
            N_("An app on a child's tablet can show who is at home."),
            N_("A device that comes back from a visit may have been changed."),
            N_("Ask no child to keep a secret, and none to spy."),
        ),
        next=("give-away", "access"),
    ),
)


def branches_for(given: Given) -> tuple[Branch, ...]:
    """The branches that these answers lead to, the weightiest first. Danger now leaves no other."""
    asked = {question.key for question in questions_for(given, full=True)}
    if _applies(DANGER, given, asked):
        return (DANGER,)
    return tuple(branch for branch in BRANCHES if _applies(branch, given, asked))


def _applies(branch: Branch, given: Given, asked: Collection[str]) -> bool:
    return any(branch.leads(given.get(key, UNSAID)) for key in branch.about if key in given or key in asked)


def in_order(things: Iterable[Thing]) -> tuple[Thing, ...]:
    """These things, in the order in which they are listed."""
    wanted = frozenset(things)
    return tuple(thing for thing in THINGS if thing in wanted)


def at_once_for(key: str, answer: str) -> Branch | None:
    """The branch that this one answer leads to at once, if any."""
    return next((b for b in BRANCHES if b.at_once and key in b.about and b.leads(answer)), None)


def closed(branches: Iterable[Branch]) -> frozenset[Thing]:
    """All that any of them closes."""
    return frozenset(thing for branch in branches for thing in branch.closes)
