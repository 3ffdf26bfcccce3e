"""The passphrase of a new record, typed twice; then the record is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from doorguard.model import Level
from doorguard.network.secret import Secret
from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import NOTHING, Screen, text
from doorguard.pages.want import Want
from doorguard.pages.written_down.keep import BACK_TO, NO_WAY_BACK
from doorguard.pages.written_down.keep_open import Begun
from doorguard.record.faults import WeakPassphrase
from doorguard.record.key import SHORTEST, refuse_weak
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow


class Passphrase(Screen):
    """Typed, and then typed once more."""

    name = "keep-passphrase"

    def __init__(self, path: Path) -> None:
        self.path, self.wrong = path, ""

    def page(self, flow: Flow) -> Page:
        """How long, and that nobody can bring it back."""
        flow.kept.before_a_passphrase()
        return Page(
            id="keep-passphrase",
            title=_("Choose a passphrase"),
            lines=text(
                *((self.wrong,) if self.wrong else ()),
                _("Use at least {number} letters. Four words that do not belong together are good.").format(
                    number=SHORTEST
                ),
                *(() if self.wrong else self._advice()),  # was read before: a small screen has room for what was wrong
            ),
            choices=(NOTHING,),
            typed=_("The passphrase"),
            secret=True,
        )

    @staticmethod
    def _advice() -> tuple[str, ...]:
        return (
            _("Choose one that nobody could guess, and that you use nowhere else."),
            _(NO_WAY_BACK),
            _("You can write it on paper. Keep the paper away from the file."),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave it."""
        flow.unwind(*BACK_TO)

    def type(self, flow: Flow, text: str) -> None:
        """Once more, where it is long enough."""
        self.wrong = ""
        try:
            refuse_weak(text, self.path.name)
        except WeakPassphrase as weak:
            self.wrong = str(weak)
        else:
            flow.go(OnceMore(self.path, Secret("", text)))


class OnceMore(Screen):
    """So that no slip of a finger locks it for good."""

    name = "keep-once-more"

    def __init__(self, path: Path, secret: Secret) -> None:
        self.path, self.secret = path, secret

    def page(self, flow: Flow) -> Page:
        """The same words."""
        return Page(
            id="keep-once-more",
            title=_("Type the passphrase once more"),
            lines=text(_("A slip of a finger would lock the file for good.")),
            choices=(NOTHING,),
            typed=_("Once more"),
            secret=True,
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave it."""
        flow.unwind(*BACK_TO)

    def type(self, flow: Flow, text: str) -> None:
        """On where both are the same; else back to the first."""
        if text != self.secret.password:
            again = Passphrase(self.path)
            again.wrong = _("The two were not the same. Type it twice more.")
            flow.leave_page()
            flow.instead(again)
        elif flow.given and not flow.pretend:
            flow.instead(AnswersToo(self.path, self.secret))
        else:
            begin(flow, self.path, self.secret, answers=False)


class AnswersToo(Screen):
    """The answers of the gate go in only if the person agrees."""

    name = "keep-answers"

    def __init__(self, path: Path, secret: Secret) -> None:
        self.path, self.secret = path, secret

    def page(self, flow: Flow) -> Page:
        """What they are, and who would read them."""
        return Page(
            id="keep-answers",
            title=_("Should your first answers be kept too?"),
            lines=text(
                _("Before the look you answered questions about yourself and your home."),
                _("In the record they can help someone to understand. Whoever reads it reads them too."),
                _("With them, you need not answer all of it again next time."),
            ),
            choices=(Choice(id="no", text=_("No, leave them out")), Choice(id="yes", text=_("Yes, keep them"))),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Begin."""
        begin(flow, self.path, self.secret, answers=choice == "yes")


def begin(flow: Flow, path: Path, secret: Secret, *, answers: bool) -> None:
    """Make the record; the pages that hold the passphrase go."""
    assert flow.kept.keeping is not None
    flow.unwind("keep", *BACK_TO)
    flow.kept.keeping.keeps_answers = answers
    flow.go(Begun(made=True))
    flow.want(Want("keep-new", path=str(path), secret=secret, body=header(flow)))


def header(flow: Flow) -> dict[str, str | bool]:
    """The first entry, as far as the flow knows it."""
    from doorguard.gate import AUTHORITY

    said: dict[str, str | bool] = {"country": flow.country or ""}
    if flow.pretend:
        said["pretend"] = True
    elif flow.picture.level > Level.TALK and flow.picture.started_at is not None:
        said |= {"authority": AUTHORITY, "authority_at": flow.picture.started_at.isoformat(timespec="seconds")}
    return {key: value for key, value in said.items() if value}
