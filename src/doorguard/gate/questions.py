"""The questions of the gate, as data, and which of them are asked (safety.md section B).

"I am not sure" and "I'd rather not say" always stand, and lead to the more careful way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from doorguard.wording import N_

Path = Literal["light", "full"]
Given = Mapping[str, str]
"""Question key to answer id, as far as answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: ``id`` as written in a file, ``text`` as read on screen (said with ``_()`` there)."""

    id: str
    text: str


NOT_SURE = Answer("not-sure", N_("I am not sure"))
RATHER_NOT = Answer("rather-not-say", N_("I'd rather not say"))


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answers in their order; ``why`` is one line."""

    key: str
    words: str
    why: str
    answers: tuple[Answer, ...]

    def answer(self, answer_id: str) -> Answer | None:
        """The answer of that id, or None."""
        return next((answer for answer in self.answers if answer.id == answer_id), None)


def _question(key: str, words: str, why: str, **answers: str) -> Question:
    own = tuple(Answer(name.replace("_", "-"), text) for name, text in answers.items())
    return Question(key, words, why, (*own, NOT_SURE, RATHER_NOT))


SEEN = _question(
    "seen_or_heard",
    N_("Can a camera, doorbell or speaker see this screen or hear you now?"),
    N_("Someone else may see or hear what you do here."),
    no=N_("No"),
    yes=N_("Yes"),
)
WEIGHT = _question(
    "anyone_minds",
    N_("Might anyone mind if these cameras are checked or changed?"),
    N_("If so, we go slower and ask more."),
    no=N_("No, nobody would mind"),
    yes=N_("Yes, someone might mind"),
)
DANGER = _question(
    "danger",
    N_("Are you in danger right now?"),
    N_("If you are, people come first, and nothing is looked at."),
    no=N_("No"),
    yes=N_("Yes"),
)
COMPUTER = _question(
    "computer",
    N_("Is this computer yours alone?"),
    N_("A person who had it could read what is on it."),
    mine=N_("Yes, nobody else has had it"),
    shared=N_("No, someone else has used it, set it up or given it to me"),
)
HOME = _question(
    "home",
    N_("Whose home are these cameras in?"),
    N_("Only the people of a home may say that it is looked at."),
    mine=N_("Mine"),
    asked=N_("The home of someone who asked me to look"),
    neighbour=N_("A neighbour's. It points at my home"),
    not_mine=N_("Not mine. A rented room, a workplace or a place I visit"),
)
LIVING = _question(
    "living",
    N_("Do you live with someone who might mind, or will you see them soon?"),
    N_("Children, court or work can bring you together too."),
    no=N_("No"),
    yes=N_("Yes"),
)
NOTICED = _question(
    "noticed",
    N_("Would it be all right for you if someone noticed that you looked?"),
    N_("A look can leave traces in the router and in cameras."),
    yes=N_("Yes, that would be all right"),
    no=N_("No"),
)
ROUTER = _question(
    "router",
    N_("Who runs the wifi or the router?"),
    N_("That person can see that this computer is here, and when."),
    mine=N_("I do"),
    agreed=N_("Someone else. They know about this and agree"),
    someone_else=N_("Someone else"),
)
PHONE = _question(
    "phone",
    N_("Has someone else had your phone, or set it up for you?"),
    N_("Later you may want to take photos as proof."),
    no=N_("No"),
    yes=N_("Yes"),
)
PHONE_CODE = _question(
    "phone_code",
    N_("Does someone else know the code of your phone?"),
    N_("With the code they could see your photos and messages."),
    no=N_("No, only I know it"),
    yes=N_("Yes"),
)
PHOTOS = _question(
    "photos",
    N_("Can someone else see the photos you take?"),
    N_("Shared albums, family groups and cloud copies show them to others."),
    no=N_("No"),
    yes=N_("Yes"),
)
CHILDREN = _question(
    "children",
    N_("Do children use these cameras, or an app for them?"),
    N_("Baby monitors, toys and tablets can show pictures too."),
    no=N_("No"),
    yes=N_("Yes"),
)
COURT = _question(
    "court",
    N_("Is there a court order, a bail rule or a police case?"),
    N_("A change can wipe proof, or go against an order."),
    no=N_("No"),
    yes=N_("Yes"),
)
LOST_ACCESS = _question(
    "lost_access",
    N_("If someone else can no longer look in, what might they do?"),
    N_("If it could bring trouble, a plan comes before any change."),
    nothing=N_("Nothing, or nobody else looks in"),
    angry=N_("Get angry"),
    come_here=N_("Come here"),
)

LIGHT = (SEEN, WEIGHT, COMPUTER, ROUTER)
FULL = (
    SEEN, WEIGHT, DANGER, COMPUTER, HOME, LIVING, NOTICED, ROUTER, PHONE, PHONE_CODE, PHOTOS, CHILDREN, COURT,
    LOST_ACCESS,
)  # fmt: skip
ABOUT_PHONE = (PHONE, PHONE_CODE, PHOTOS)
"""Asked before the first photograph or screenshot, on either path."""

QUESTIONS: Mapping[str, Question] = {question.key: question for question in FULL}
"""Every question, by key."""


_ORDINARY: Mapping[str, tuple[str, ...]] = {
    WEIGHT.key: ("no",),
    DANGER.key: ("no",),
    COMPUTER.key: ("mine",),
    HOME.key: ("mine", "asked"),
    LIVING.key: ("no",),
    NOTICED.key: ("yes",),
    ROUTER.key: ("mine",),
    COURT.key: ("no",),
    LOST_ACCESS.key: ("nothing",),
}
"""The answers that keep the light path."""


def path_of(given: Given) -> Path:
    """Light while every answer so far is the ordinary one; any other answer makes it full.

    An answer counts also when the light path would not have asked: it may have been given before the
    person changed another one, or stand in a file.
    """
    ordinary = all(given.get(key, answers[0]) in answers for key, answers in _ORDINARY.items())
    return "light" if ordinary else "full"


def questions_for(given: Given, *, full: bool = False) -> tuple[Question, ...]:
    """The questions that are asked, given the answers so far. ``full``: the run was moved to the full
    path because something was marked "I don't know"."""
    if not full and path_of(given) == "light":
        return LIGHT
    if given.get(DANGER.key) == "yes":
        return (SEEN, WEIGHT, DANGER)
    left_out = _left_out(given)
    return tuple(q for q in FULL if q not in left_out or _held_back(given, q))


def _left_out(given: Given) -> tuple[Question, ...]:
    """What need not be asked any more: who could notice a look where none is open, and whom a change could anger
    where the camera is a neighbour's."""
    if given.get(HOME.key) == "neighbour":
        return (LIVING, NOTICED, ROUTER, CHILDREN, LOST_ACCESS)
    others = given.get(COMPUTER.key, "mine") != "mine"
    if others or given.get(HOME.key, "mine") not in _ORDINARY[HOME.key]:
        return (NOTICED, ROUTER)
    return (NOTICED,) if given.get(LIVING.key) == "no" else ()


def _held_back(given: Given, question: Question) -> bool:
    """It was answered, and not in the ordinary way: so it can be seen and changed."""
    return question.key in given and given[question.key] not in _ORDINARY.get(question.key, ("no",))


def missing_questions(given: Given, *, full: bool = False) -> tuple[Question, ...]:
    """Those of them that have no answer yet, in their order."""
    return tuple(q for q in questions_for(given, full=full) if q.key not in given)


def total(given: Given, *, full: bool = False) -> int | None:
    """How many questions there are in all; None while an answer that is still to come can change that."""
    if not full and path_of(given) == "light":
        return None
    asked = questions_for(given, full=full)
    open_still = [q for q in (DANGER, COMPUTER, HOME, LIVING) if q in asked and q.key not in given]
    return None if open_still else len(asked)
