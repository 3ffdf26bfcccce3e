"""Pages about the program itself: help, what we sent, what this leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.model import Sent
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, bullet, count, heading, row, text

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class Help(Screen):
    """This page's keys in words, then leaving, then words explained."""

    name = "help"

    def __init__(self, about: Screen) -> None:
        self.about = about

    def page(self, flow: Flow) -> Page:
        """Help of the page it was opened from."""
        about = self.about.page(flow)
        return Page(
            id="help",
            title="Help",
            lines=(
                heading(f"This page: {about.title}"),
                *text(*(about.help or ("Choose one of the numbers.",))),
                heading("Keys"),
                *(row(key, does) for key, does in _KEYS),
                heading("Words"),
                *(row(word, means) for word, means in _WORDS),
            ),
            choices=(
                Choice(id="back", text="Back"),
                Choice(id="traces", text="What this leaves behind"),
                Choice(id="people", text="People who can help"),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back, or one of the pages that stand near."""
        from doorguard.pages.people import People

        if choice == "back":
            flow.leave_page()
        elif choice == "traces":
            flow.go(Traces())
        else:
            flow.go(People())


_KEYS = (
    ("Ctrl+C", "leaves at once, on every page"),
    ("A number", "chooses that answer"),
    ("Back", "Esc on the screens, B in plain text. Your answers stay"),
    ("d", "details for a technical friend"),
    ("h", "people who can help"),
    ("r", "check again"),
    ("s", "the summary, once something was looked at"),
)

_WORDS = (
    ("Way in", "something that lets someone else look, listen or take over"),
    ("Door", "a number at which a device answers, also called a port"),
    ("Router", "the box that the wifi and the internet come from"),
    ("Account", "the name and password that an app asks for"),
    ("Address", "the number of a device on this wifi"),
    ("Proof", "a note or a photo of how it was, with the day and time"),
)


class SentPage(Screen):
    """Everything that this program sent, by device."""

    name = "sent"

    def page(self, flow: Flow) -> Page:
        """Listed devices by name; everything else together, never listed."""
        named = {a: d for d in flow.picture.listed() for a in d.addresses}
        lines: list[Line] = []
        rest: list[Sent] = []
        for address, sent in flow.picture.sent.items():
            if address in named:
                lines.append(row(flow.called(named[address]), _sent_words(sent)))
            else:
                rest.append(sent)
        if rest:
            lines.append(row(f"{count(len(rest), 'other address', 'other addresses')}", _sent_words(_sum(rest))))
        if not flow.picture.sent:
            lines += text("Nothing was sent.")
        return Page(
            id="sent",
            title="What we sent",
            lines=(
                *lines,
                heading("What these words mean"),
                bullet("A knock asks if a door is there. It carries no words."),
                bullet("A talk is one connection on which we asked something."),
                bullet("A small message is one packet, such as: is there a camera here?"),
                *text("Nothing left this home network."),
            ),
            choices=(Choice(id="back", text="Back"), Choice(id="traces", text="What this leaves behind")),
            details=tuple(row(address, _sent_words(sent)) for address, sent in _known(flow)),
            help=("The router and the devices may have written down some of this.",),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back, or the traces."""
        if choice == "traces":
            flow.go(Traces())
        else:
            flow.leave_page()


def _known(flow: Flow) -> list[tuple[str, Sent]]:
    named = {a for d in flow.picture.listed() for a in d.addresses}
    return [(address, sent) for address, sent in flow.picture.sent.items() if address in named]


def _sum(many: list[Sent]) -> Sent:
    return Sent(
        datagrams=sum(s.datagrams for s in many),
        tries=sum(s.tries for s in many),
        connections=sum(s.connections for s in many),
        requests=sum(s.requests for s in many),
        logins=sum(s.logins for s in many),
        logins_refused=sum(s.logins_refused for s in many),
    )


def _sent_words(sent: Sent) -> str:
    parts = [
        count(sent.tries, "knock", "knocks"),
        count(sent.connections, "talk", "talks"),
        f"with {count(sent.requests, 'question', 'questions')}",
        count(sent.datagrams, "small message", "small messages"),
        f"{sent.logins} passwords" if sent.logins else "no password",
    ]
    return ", ".join(parts)


class Traces(Screen):
    """What this leaves behind, and how to see each (S25)."""

    name = "traces"

    def page(self, flow: Flow) -> Page:
        """A list; clearing everything suddenly can itself be noticed."""
        return Page(
            id="traces",
            title="What this leaves behind",
            lines=(
                *text("The program writes nothing to the disk. But these can show that it was here:"),
                *(row(trace, how) for trace, how in _TRACES),
                *text(
                    "Clearing everything at once can be noticed too.",
                    "You choose what to leave as it is.",
                ),
            ),
            choices=(Choice(id="back", text="Back"),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back."""
        flow.leave_page()


_TRACES = (
    ("Its folder", "Look at the folder you started it from, and its date."),
    ("The terminal", "Scroll up to see old lines. The up arrow shows old commands."),
    ("Recent files", "Your system may list the folder as used lately."),
    ("Cloud copies", "If the folder is in a cloud folder, other devices may show it."),
    ("The router", "Its own page lists computers and times. Some send an alert."),
    ("Cameras", "Some write down that they were asked. Look in the app under events."),
    ("Mails", "Some makers send a message. Look in the mailbox of the account."),
)
