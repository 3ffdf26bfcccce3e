"""What the answers allow: one pure function for the screens and for ``--answers FILE``."""

from __future__ import annotations

from dataclasses import dataclass

from doorguard.gate.answers import Answers
from doorguard.gate.questions import Path, missing_questions, path_of
from doorguard.model import Level


@dataclass(frozen=True, slots=True)
class Decision:
    """How far this run may go.

    ``level_allowed`` is the loudest level the answers allow; signing in and testing a password need
    their own consent later. ``may_start``: anything at all is offered now. ``changes_open``: steps that
    change something are shown. ``says`` are plain sentences, the weightiest first. ``help_first``: people
    who can help are shown before anything else.
    """

    level_allowed: Level
    may_start: bool
    changes_open: bool
    path: Path
    says: tuple[str, ...]
    help_first: bool


def decide(answers: Answers, *, full: bool = False) -> Decision:
    """Judge the answers. A question without an answer counts as "I'd rather not say".

    ``full``: the run was moved to the full path (design rule 1).
    """
    path: Path = "full" if full else path_of(answers.given)
    limits = _Limits(answers)
    if path == "full":
        _full(limits)
    else:
        _light(limits)
    limits.say_about_seeing()
    return Decision(
        level_allowed=limits.level,
        may_start=limits.may_start,
        changes_open=limits.changes_open,
        path=path,
        says=tuple(limits.says),
        help_first=limits.help_first,
    )


class _Limits:
    """Starts with everything open and only ever closes."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.level = Level.LOOK
        self.may_start = True
        self.changes_open = True
        self.help_first = False
        self.says: list[str] = []

    def given(self, key: str) -> str:
        return self.answers.given.get(key, "rather-not-say")

    def only_talk(self, why: str) -> None:
        self.level = Level.TALK
        self.says.append(why)

    def no_changes(self, why: str) -> None:
        self.changes_open = False
        self.says.append(why)

    def say_about_seeing(self) -> None:
        if self.given("seen_or_heard") != "no":
            self.says.append("Something may see or hear you. Turn the screen and read in silence.")


def _light(limits: _Limits) -> None:
    if missing_questions(limits.answers.given):
        limits.only_talk("Some questions have no answer yet. So nothing is sent.")
        limits.changes_open = False
    unknown = [a for a, facts in limits.answers.told.items() if facts.get("owner.claimed") is False]
    if unknown:
        limits.no_changes("There is a device you do not know. More questions come before any change.")


def _full(limits: _Limits) -> None:
    if limits.given("danger") == "yes":
        limits.may_start = False
        limits.help_first = True
        limits.changes_open = False
        limits.only_talk("You are in danger now. People come first. Nothing is looked at.")
        return
    limits.help_first = limits.given("danger") != "no"
    _computer(limits)
    _home(limits)
    _living(limits)
    if limits.given("router") not in ("mine", "agreed"):
        limits.only_talk(
            "Whoever runs the router can see a look. So nothing is sent. "
            "Each device's own app, on mobile data, can be read instead."
        )
    if limits.given("court") != "no":
        limits.no_changes("Ask a solicitor or the police before you change anything. It can be proof.")
    if limits.given("lost_access") != "nothing":
        limits.help_first = True
        limits.no_changes("Change nothing today. Ring someone who can help, and make a plan first.")
    _phone(limits)
    if limits.given("children") != "no":
        limits.says.append("Think of baby monitors, toys and tablets too. Plan what children are told.")


def _computer(limits: _Limits) -> None:
    if limits.given("computer") != "mine":
        limits.only_talk(
            "Someone else may read what you do on this computer. Stop here if you can. "
            "A library, a workplace or a friend may have another one."
        )
        limits.no_changes("Make changes only from a device that they never had.")


def _home(limits: _Limits) -> None:
    home = limits.given("home")
    if home in ("mine", "asked"):
        return
    if home == "neighbour":
        limits.only_talk(
            "Another home is never looked at. Write down the days, the angle and what it does to you."
        )
    else:
        limits.only_talk("Only the people of a home may say that it is looked at. So nothing is sent.")
    limits.no_changes("What is not yours is not changed. The pages can still be read.")


def _living(limits: _Limits) -> None:
    apart = limits.given("living") == "no"
    if not apart:
        limits.help_first = True
        limits.no_changes("You may see someone soon who minds. So make a plan first, and change nothing yet.")
    asked = not apart or "noticed" in limits.answers.given
    if asked and limits.given("noticed") != "yes":
        limits.only_talk("A look can be noticed. So nothing is sent for now.")


def _phone(limits: _Limits) -> None:
    if any(limits.given(key) != "no" for key in ("phone", "phone_code", "photos")):
        limits.says.append("Someone else may see photos from your phone. Use another camera for proof.")
