"""A plan to make before any change (safety.md section B, Q5). It is read, and written on paper; nothing is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.pages.at_any_time.people import Country, near_lines
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, heading, text
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

QUESTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("Who will be with you?"),
        (N_("Choose someone who knows about this. In the room is best. On the phone is good too."),),
    ),
    (
        N_("Where will you be?"),
        (
            N_("A place that you can leave, with your keys, phone and money at hand."),
            N_("You may not have to be at home for it. Many changes work from anywhere."),
        ),
    ),
    (
        N_("How will you get help?"),
        (
            N_("Write down two numbers: the one for danger, and one person."),
            N_("Agree on a word. When you say it, that person rings for help."),
        ),
    ),
    (
        N_("What are children told?"),
        (N_("As little as they need. No child has to keep it secret or pass it on."),),
    ),
    (
        N_("What will the change look like to them?"),
        (
            N_("The picture may stop. An app may ask for a password, or send a mail."),
            N_("Each step says first if someone could notice, and how."),
        ),
    ),
    (
        N_("What will you say if they ask?"),
        (N_("One short line is enough. You do not have to explain, and you can end the talk."),),
    ),
    (
        N_("What is kept before the change?"),
        (N_("Proof of how it is now. A change can wipe it."),),
    ),
    (
        N_("Which day?"),
        (N_("Choose it with someone who can help. If that day feels wrong, wait."),),
    ),
)
"""What a plan answers, each with what others found useful."""


class MakeAPlan(Screen):
    """Eight questions to answer on paper, with someone who can help."""

    name = "make-a-plan"

    def page(self, flow: Flow) -> Page:
        """The questions, and people to make it with."""
        lines: list[Line] = [
            *text(
                _("A plan comes before any change. It is best made with someone who can help."),
                _("Copy the answers onto paper that nobody else sees. Nothing is typed or kept here."),
            )
        ]
        for question, hints in QUESTIONS:
            lines += [heading(_(question)), *text(*(_(hint) for hint in hints))]
        return Page(
            id="make-a-plan",
            title=_("Make a plan first"),
            lines=(*lines, *near_lines(flow)),
            choices=(
                NOTHING,
                PEOPLE,
                *((Choice(id="country", text=_("Choose the country")),) if flow.country is None else ()),
                Choice(id="made", text=_("I have a plan")),
                Choice(id="back", text=_("Back")),
            ),
            help=(
                _("You can read this page aloud to someone on a help line."),
                _("Nothing here has to be done today."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """People, the country, or back to where it was opened."""
        from doorguard.pages.at_any_time.people import People

        if choice == "people":
            flow.go(People())
        elif choice == "country":
            flow.go(Country())
        else:
            flow.marks.has_plan = flow.marks.has_plan or choice == "made"
            flow.leave_page()
