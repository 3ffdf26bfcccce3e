"""A sitting with a record in it: a real file below a folder, with a key that costs little."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from doorguard.catalog import load
from doorguard.cli.runner import Runner
from doorguard.model import Device, DeviceSeen
from doorguard.pages.flow import Flow
from doorguard.pages.page import Page
from doorguard.pages.screen import Screen
from doorguard.pages.want import KEEPS
from doorguard.record import key
from doorguard.session import keeping as keeping_module
from doorguard.session.keeping import Keeping
from tests.conftest import CAMERA, LIGHT_ANSWERS, NOON, a_run, pretend_changes
from tests.conftest import serve as serve_sample

WORDS = "four words are here"


@contextlib.contextmanager
def cheap() -> Iterator[None]:
    """A key that costs little; and this process stays one that can be looked into."""
    with (
        mock.patch.object(key, "MEMORY_KIB", 8),
        mock.patch.object(key, "PASSES", 1),
        mock.patch.object(keeping_module, "no_core_dump", return_value=True),
    ):
        yield


@contextlib.contextmanager
def open_elsewhere(path: Path) -> Iterator[None]:
    """Another window has this record open."""
    code = (
        "import sys; from pathlib import Path; from doorguard.record import Record, key\n"
        "key.MEMORY_KIB, key.PASSES = 8, 1\n"
        "with Record.open(Path(sys.argv[1]), sys.argv[2]): print(flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(path), WORDS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"\n"
        yield
        other.stdin.close()


def a_flow(*, demo: bool = False, given: dict[str, str] | None = None) -> Flow:
    """One that can keep a record."""
    from datetime import UTC

    flow = Flow(
        load(),
        demo=demo,
        changes=pretend_changes,
        zone=UTC,
        now=lambda: NOON,
        keeping=Keeping({"tool": "doorguard 0"}, now=lambda: NOON),
    )
    flow.given.update(given or {})
    if given:
        flow.answered.given(NOON)
    return flow


def serve(flow: Flow) -> None:
    """Carry out what the flow wants: the record by the program's own runner, the rest from the sample home."""
    want = flow.wants
    if want is not None and want.kind == "save-file":
        flow.finished()  # whoever walks all pages writes nothing into a folder of this computer
    elif want is not None and want.kind in KEEPS:
        assert list(Runner(load(), keeping=flow.kept.keeping).carry_out(want)) == []
        flow.finished()
    else:
        serve_sample(flow)


def at_list(*, demo: bool = False, given: dict[str, str] | None = None) -> Flow:
    """At the list of devices, after a look."""
    from doorguard.pages.found.devices import Devices

    flow = a_flow(demo=demo, given=LIGHT_ANSWERS if given is None and not demo else given)
    for event in a_run(pretend=demo):
        flow.take(event)
    flow.finished()
    flow.go(Devices())
    return flow


def do(flow: Flow, *steps: str) -> Page:
    """Choose, or type what begins with ``>``."""
    for step in steps:
        if step.startswith(">"):
            assert flow.page.typed is not None, (step, flow.page)
            flow.type(step[1:])
        else:
            assert step in [choice.id for choice in flow.page.choices], (step, flow.page)
            flow.choose(step)
        serve(flow)
    return flow.page


def begin(flow: Flow, folder: Path, name: str = "notes", *, answers: str = "no") -> Page:
    """Begin a record the way a person does."""
    from doorguard.pages.written_down.keep import open_keep

    open_keep(flow)
    page = do(flow, "new", f">{folder}", f">{name}", f">{WORDS}", f">{WORDS}")
    return do(flow, answers) if page.id == "keep-answers" else page


def reopened(path: Path, *, demo: bool = False) -> Flow:
    """The next day."""
    flow = a_flow(demo=demo)
    assert flow.kept.keeping is not None
    flow.kept.keeping.open(path, WORDS)
    flow.finished()
    return flow


# --- every page, for whoever reads words ------------------------------------------------------------


def record_pages() -> list[Page]:
    """Every page about a record."""
    with tempfile.TemporaryDirectory() as name, cheap():
        return list(_pages(Path(name)))


def _pages(folder: Path) -> Iterator[Page]:
    (folder / "Dropbox").mkdir()
    (folder / "notes-there").touch()
    (folder / "photo.png").write_bytes(b"\x89PNG")
    for demo in (True, False):
        yield from _beginning(at_list(demo=demo), folder / ("demo" if demo else "home"), folder)
    yield from _next_day(folder / "home" / "notes")
    yield from _proof(folder)


def _each(flow: Flow, *steps: str) -> Iterator[Page]:
    for step in steps:
        yield do(flow, step)
        if flow.press("?"):
            yield flow.page
            flow.back()


def _beginning(flow: Flow, home: Path, folder: Path) -> Iterator[Page]:
    from doorguard.pages.written_down.keep import open_keep

    home.mkdir()
    open_keep(flow)
    yield flow.page
    yield from _each(flow, "open", ">/no/such/file", f">{folder / 'photo.png'}", f">{WORDS}", "nothing")
    open_keep(flow)
    yield from _each(flow, "new", ">/no/such/folder", f">{folder / 'Dropbox'}", "there")
    yield from _each(flow, ">a/b", ">notes", f">{WORDS}", "nothing")
    open_keep(flow)
    yield from _each(
        flow, "new", f">{home}", ">notes", ">short", f">{WORDS}", ">another one here", f">{WORDS}", f">{WORDS}"
    )
    if flow.page.id == "keep-answers":
        yield from _each(flow, "yes")
    yield from _each(flow, "record", "diary", ">It rang at night.", "on", ">on Sunday", "skip", "keep", "on")
    yield from _each(flow, "file", ">/no/such/file", f">{folder / 'photo.png'}", "photo", "cut", "on")
    yield from _each(flow, "code", "paper", "on", "entries", ">n2", "correct", ">It was seven.", "on")
    assert flow.kept.keeping is not None
    own = next(n for n, one in flow.kept.keeping.newest(9) if one.get("kind") == "diary")
    yield from _each(flow, f">n{own}", "out", "out", "on", "back", "code", ">in a letter", "on")
    yield from _each(flow, "copy", f">{home}", ">copy", "make", "on")
    assert flow.kept.keeping is not None
    flow.kept.keeping.settle(5)
    flow.kept.leave(flow, 5)


def _next_day(path: Path) -> Iterator[Page]:
    from doorguard.pages.before_a_look.start import Start
    from doorguard.pages.found.looking import Looking
    from doorguard.pages.written_down.record_pages import NotWritten, TheRecord

    flow = reopened(path)
    flow.go(TheRecord())
    yield flow.page
    flow.go(Looking())
    changed = Device(id="mac-1", id_from="mac", addresses=("192.168.7.77",), kind="camera", names=("New",))
    ended = a_run()[-1]
    for event in [*a_run()[:-1], DeviceSeen(device=changed, new=True), ended]:
        flow.take(event)
    flow.finished()
    yield from _each(flow, "show")
    flow.go(Start())
    yield flow.page
    yield do(flow, "record")
    flow.go(NotWritten())
    yield flow.page
    flow.kept.leave(flow, 5)
    away = path.with_name("away")
    flow = reopened(path)
    path.rename(away)
    assert flow.kept.keeping is not None
    flow.kept.keeping.say("diary", {"text": "x"})
    flow.kept.keeping.settle(5)
    flow.go(TheRecord())
    yield flow.page
    flow.go(NotWritten())
    yield flow.page
    yield from _each(flow, "again")
    away.rename(path)
    flow.kept.leave(flow, 5)


def _proof(folder: Path) -> Iterator[Page]:
    from doorguard.pages.closing.keep_proof import KeepProof

    flow = at_list()
    flow.go(KeepProof(CAMERA.id, None))
    yield flow.page
    begin(flow, folder, "proof")
    flow.go(KeepProof(CAMERA.id, None))
    yield from _each(flow, "read")
    flow.kept.leave(flow, 5)


def shown(flow: Flow, screen: Screen) -> Page:
    """A page, wherever it stands."""
    flow.go(screen)
    return flow.page
