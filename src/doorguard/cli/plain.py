"""Plain text: the same pages, line by line. No escape byte, nothing moves, answers are numbers."""

from __future__ import annotations

from typing import TextIO

from doorguard.cli.interrupt import leaves
from doorguard.cli.meanwhile import stopped_by
from doorguard.cli.paper import Paper, page_lines
from doorguard.model import DeviceSeen, Event, ProbeEnded, RunEnded
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.pages.runner import Runner
from doorguard.pages.want import Want
from doorguard.report.naming import title
from doorguard.report.text import summary
from doorguard.wording import EXAMPLE, N_, _, many

LONG = 20
"""A page longer than this stops with "Enter for more" when a person types (ux section 7)."""
SPILL = 3
"""Lines more than that which do not stop yet: nobody turns a page for one line."""
MORE = N_("B goes back. Enter for more.")
MORE_OR_A_NUMBER = N_("B goes back. A number from above chooses. Enter for more.")
"""Below a page that is longer: with the answers that were on view already."""
TO_THE_END = N_("E goes to the end.")
FAR = 3 * LONG
"""With more lines than that still to come, such as those of a summary, the answers below them are one letter away.
Not where answers stand among the lines: those that were passed over could be chosen unseen."""
KEYS = N_("Type a number and press Enter. B goes back. ? is help. Ctrl+C leaves.")
AT_ONCE, AT_THE_END = 0.2, 5.0
"""Seconds that leaving waits for the disk of a record: by Ctrl+C, and by an answer."""
SECRET_KEYS = N_("Type it and press Enter. B alone goes back. ? alone is help. Ctrl+C leaves.")
"""Where a password is typed, which can hold figures and letters that mean something elsewhere."""
STILL_EVERY = 10.0
"""Seconds between two lines that say that the look goes on."""
ASKED_EVERY = 5
"""So many devices are asked between two lines that say how many: one line each is a lot to be read aloud."""


# --- progress -------------------------------------------------------------------------------------


class Progress:
    """Says in lines what happens while something runs."""

    def __init__(self, flow: Flow, paper: Paper, *, hears: bool = False) -> None:
        self._flow, self._paper, self._hears = flow, paper, hears
        self._told: dict[str, str] = {}
        self._asked: set[str] = set()
        self._next = STILL_EVERY

    def begin(self, want: Want) -> None:
        """The first line."""
        if want.kind == "run" and self._hears:
            self._paper.line(_("Looking. It takes a few seconds. S and Enter stops it. Ctrl+C leaves."))
        elif want.kind == "run":
            self._paper.line(_("Looking. It takes a few seconds. Ctrl+C leaves."))
        elif want.kind in ("sign-in", "first-password"):
            self._paper.line(_("Asking this one device. It takes a few seconds. Ctrl+C leaves."))
        elif want.kind in ("check-again", "pretend-change", "who-is-left"):
            self._paper.line(_("Checking again. It takes a few seconds. Ctrl+C leaves."))

    def tell(self, event: Event) -> None:
        """One line for what a person wants to hear of."""
        if not self._flow.running or self._flow.running.kind != "run":
            if isinstance(event, RunEnded):
                self._end(event)
            return
        if event.at >= self._next:
            self._paper.line(_("Still looking, {number} seconds.").format(number=int(event.at)))
            self._next = event.at + STILL_EVERY
        if isinstance(event, DeviceSeen) and event.device.listed:
            self._seen(event)
        elif isinstance(event, ProbeEnded) and event.device in self._told and event.device not in self._asked:
            self._asked.add(event.device)
            if len(self._asked) % ASKED_EVERY == 0:
                self._paper.line(_("Asked so far: {number}.").format(number=len(self._asked)))

    def _seen(self, event: DeviceSeen) -> None:
        name = title(event.device)
        before = self._told.get(event.device.id)
        if before is None:
            self._paper.line(_("Found {number}: {name}.").format(number=len(self._told) + 1, name=name))
        elif before != name:
            self._paper.line(_("Now known: {name}.").format(name=name))
        self._told[event.device.id] = name

    def _end(self, event: RunEnded) -> None:
        found = len(self._flow.picture.listed())
        said = _("Finished. {number} found.") if event.ended == "complete" else _("Stopped. {number} found.")
        self._paper.line(said.format(number=found))


def carry_out(flow: Flow, runner: Runner, want: Want, paper: Paper, typed: TextIO | None = None) -> None:
    """Do what the flow wants, telling it in lines. Where a person types (``typed``), a look can be stopped."""
    with stopped_by(typed if want.kind == "run" else None, runner.stop) as hears:
        progress = Progress(flow, paper, hears=hears)
        progress.begin(want)
        for event in runner.carry_out(want):
            flow.take(event)
            progress.tell(event)
    flow.finished()


# --- a person types -------------------------------------------------------------------------------


def run_plain(flow: Flow, runner: Runner, stdin: TextIO, stdout: TextIO) -> int:
    """Show pages and read answers until the person leaves; returns the exit code, 0.

    Ctrl+C leaves at once, also in the middle of a look: what runs is stopped, nothing more is printed.
    """

    def stop() -> None:
        runner.stop()
        flow.kept.leave(flow, AT_ONCE)

    try:
        with leaves(stop):
            code = Typing(flow, runner, stdin, stdout).run()
    except KeyboardInterrupt:
        stop()
        return 0
    lost = flow.kept.leave(flow, AT_THE_END)
    if lost:
        said = many(
            "{number} entry was not written, and is lost.", "{number} entries were not written, and are lost.", lost
        )
        Paper(stdout).line(said.format(number=lost))
    return code


class Typing:
    """The loop: a page, an answer, what it asks for."""

    def __init__(self, flow: Flow, runner: Runner, stdin: TextIO, stdout: TextIO) -> None:
        self._flow, self._runner, self._in = flow, runner, stdin
        self._paper = Paper(stdout)

    def run(self) -> int:
        """Until "Leave", or the end of what is typed."""
        details = False
        while True:
            page = self._flow.page
            self._paper.raw("")
            answer = self._show(page, page_lines(page, details=details, width=self._paper.width))
            if answer == "":
                answer = self._read(page)
            if answer is None:
                return 0
            details = answer == "d"
            if details:
                continue  # reading on asks for nothing, and what was asked for before is not done twice
            want = self._flow.wants
            if want is not None and want.kind == "leave":
                return 0
            if want is not None:
                carry_out(self._flow, self._runner, want, self._paper, self._in)

    def _show(self, page: Page, lines: list[str]) -> str | None:
        """Long pages wait for Enter. An answer given there, empty, or None when nobody types any more."""
        seen = 0
        while len(lines) - seen > LONG + SPILL:
            for line in lines[seen : seen + LONG]:
                self._paper.raw(line)
            seen += LONG
            numbers = any(_early(page, str(place), lines[:seen]) for place in range(1, len(page.choices) + 1))
            far = len(lines) - seen > FAR and page.typed is None and not numbers
            if far:
                self._paper.line(_(TO_THE_END))
            self._paper.line(_(MORE_OR_A_NUMBER) if numbers else _(MORE))
            raw = self._in.readline()
            if raw == "":
                return None
            typed = raw.strip()
            if far and typed.casefold() == "e":
                seen = len(lines) - LONG
                break
            if _early(page, typed, lines[:seen]) and self._meant(page, typed):
                return typed.lower()
        for line in lines[seen:]:
            self._paper.raw(line)
        return ""

    def _read(self, page: Page) -> str | None:
        """Read until something means something. None at the end of what is typed."""
        self._paper.line(_(SECRET_KEYS) if page.secret else _(KEYS))
        while True:
            raw = self._hidden(page) if page.secret else self._line(page)
            if raw == "":
                return None
            typed = raw.rstrip("\r\n") if page.secret else raw.strip()  # a space can be part of a password
            if self._meant(page, typed):
                return typed.lower()
            self._paper.line(_again(page))

    def _line(self, page: Page) -> str:
        self._paper.ask(f"{page.typed}: " if page.typed else "> ")
        return self._in.readline()

    def _hidden(self, page: Page) -> str:
        """A password: what is typed is not shown, where a person types."""
        if not self._in.isatty():
            return self._line(page)
        import getpass

        try:
            return getpass.getpass(_("{what} (it does not show): ").format(what=page.typed)) + "\n"
        except EOFError:
            return ""

    def _meant(self, page: Page, typed: str) -> bool:
        """Hand it on; False when it means nothing here. Empty never chooses."""
        word = typed.lower()
        if not typed:
            return False
        if word in ("b", "back"):
            self._flow.back()
            return True
        if page.secret:
            return self._flow.press("?") if word == "?" else self._typed(typed)
        if word == "d":
            return True
        if page.typed is not None and not word.isdecimal() and word not in ("?", "h"):
            return self._typed(typed)
        if word.isdecimal() and len(word) < 4 and 0 < int(word) <= len(page.choices):
            self._flow.choose(page.choices[int(word) - 1].id)
            return True
        if page.typed is not None and word.isdecimal():
            return self._typed(typed)
        return len(word) == 1 and not word.isdecimal() and self._flow.press(word)

    def _typed(self, typed: str) -> bool:
        self._flow.type(typed)
        return True


def _early(page: Page, typed: str, shown: list[str]) -> bool:
    """True for a letter, and for a number that was on view: what was not read yet cannot be chosen."""
    if typed.isdecimal() and len(typed) < 4:
        begins = [f"{int(typed)} {choice.text.split()[0]}" for choice in page.choices[int(typed) - 1 : int(typed)]]
        return any(line.startswith(begin) for begin in begins for line in shown)
    return page.typed is None or typed.lower() in ("b", "?", "h")


def _again(page: Page) -> str:
    """The choices once more, in one line, without scolding."""
    choices = ", ".join(f"{number} {choice.text}" for number, choice in enumerate(page.choices, 1))
    keys = _("B goes back. ? is help.")
    return f"{choices}. {keys}" if choices else keys


# --- nobody types ---------------------------------------------------------------------------------


def demo(flow: Flow, runner: Runner, out: TextIO) -> None:
    """The whole demo once: the look, the devices, the ways in, one step, and the text summary.

    ``flow`` is one that begins at the pretend home. Nothing is changed.
    """
    paper = Paper(out)
    paper.raw(_(EXAMPLE))
    flow.choose("look")
    want = flow.wants
    if want is not None:
        carry_out(flow, runner, want, paper)
    flow.choose("show")
    paper.page(flow.page)
    _walk(flow, paper)
    flow.choose("summary")
    paper.raw("")
    for line in summary(flow.picture, flow.zone, paper.width).splitlines():
        paper.raw(line)


def _walk(flow: Flow, paper: Paper) -> None:
    """All ways in; the first of them; its step. Then back to the devices."""
    seen = 0
    for choice in ("ways", "finding:", "step"):
        page = flow.page
        found = next((c.id for c in page.choices if c.id.startswith(choice)), None)
        if found is None:
            break
        flow.choose(found)
        paper.page(flow.page)
        seen += 1
    for _back in range(seen):
        flow.back()
