"""``doorguard checks --lint``: what somebody who writes a check is told, with file and line, and the exit codes.

Every remark is provoked by one small change to a check that is otherwise right.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from doorguard.catalog import load
from doorguard.cli import main

# A question that two checks ask has the same words in both.
QUESTION = next(check.asks[0].question for check in load().checks if check.id == "unknown-camera")
PAGE = f"""\
---
problem: The small red lamp of this device is lit all the time.
good: We looked for the lamp, and it was dark.
severity: low
severity_reason: A lamp shows where the camera hangs, and opens nothing.
way: doors
kinds: [camera, doorbell]
level: look
fails_if:
  - shell.open: yes
asks:
  - question: {QUESTION}
    why: Someone may have told you about it.
    fact: owner.claimed
    answers:
      "Yes": yes
      "No": no
action: local-access-off
standards:
  - CWE-306
sources:
  - general-knowledge
---
## What this means

The lamp is lit. That can have two plain reasons:

- The maker lights it when the camera records.
- Someone turned it on in the app.

## Why it matters

A lamp in the dark is seen from the street.

## Before you change anything

Whoever set the lamp will see that it went dark.

## What to do

Look for the lamp in the app, and turn it off.

## How to tell it worked

In the night, the lamp is dark.
"""
CASES = """\
- name: the lamp is lit
  answers: [DG-05]
  facts:
    - {name: shell.open, value: "yes", place: tcp/23}
  expect: problem
  where: tcp/23
- name: the lamp is dark
  facts:
    - {name: shell.open, value: "no", place: tcp/23}
  expect: not-found
  where: tcp/23
- name: nobody looked
  facts: []
  expect: could-not-check
  where: null
"""


@pytest.fixture
def check(tmp_path: Path) -> Path:
    place = tmp_path / "mine" / "lamp-lit"
    place.mkdir(parents=True)
    (place / "check.md").write_text(PAGE, "utf-8")
    (place / "cases.yaml").write_text(CASES, "utf-8")
    return place


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    """Exit code, lines on standard output, standard error."""
    code = main(["checks", "--lint", *arguments])
    out, err = capsys.readouterr()
    return code, out.splitlines(), err


class TestAllIsWell:
    def test_one_check(self, check: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert told(capsys, str(check)) == (0, ["1 check read, nothing to change."], "")

    def test_one_check_by_one_of_its_files(self, check: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert told(capsys, str(check / "check.md")) == (0, ["1 check read, nothing to change."], "")

    def test_a_folder_of_checks(self, check: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert told(capsys, str(check.parent)) == (0, ["1 check read, nothing to change."], "")

    def test_the_catalogue_that_came_with_the_program(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, lines, err = told(capsys)
        assert (code, err) == (0, "")
        assert len(lines) == 1
        assert lines[0].endswith(" checks read, nothing to change.")

    def test_one_check_of_the_catalogue_by_its_name(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert told(capsys, "unknown-account") == (0, ["1 check read, nothing to change."], "")


ON_THE_PAGE = [
    # what is written, what is written instead, the line, what is said
    ("problem: The", "problm: The", 2, "problm: there is no such key; did you mean problem?"),
    ("problem: The", "problm: The", 1, "the key problem is missing"),
    ("severity: low\n", "", 1, "the key severity is missing"),
    ("severity: low", "severity: terrible", 4, "severity: must be one of critical, high, medium, low"),
    ("way: doors", "way: door", 6, "way: must be one of people, passwords, doors"),
    ("way: doors\n", "", 1, "the key way is missing"),
    ("level: look\n", "level: look\nlevel: talk\n", 9, "level is written twice"),
    ("it was dark.", "it was dark", 3, "good: must be a whole sentence"),
    ("[camera, doorbell]", "[camera, dorbell]", 7, "there is no kind 'dorbell'; did you mean doorbell?"),
    ("[camera, doorbell]", "[camera, other]", 7, "it is never judged"),
    ("[camera, doorbell]", "[]", 7, "kinds: needs at least one kind"),
    ("level: look", "level: loud", 8, "level: must be talk, listen, look, sign-in or test"),
    ("level: look", "level: listen", 8, "level: must be look, not listen: shell.open can be known from there on"),
    ("shell.open: yes", "shell.opened: yes", 10, "no fact called 'shell.opened'; did you mean shell.open?"),
    ("shell.open: yes", "shell.open: maybe", 10, "shell.open is answered yes or no, not 'maybe'"),
    ("fails_if:\n  - shell.open: yes\n", "fails_if: []\n", 9, "fails_if: needs at least one case"),
    (QUESTION, "Do you know this red lamp.", 12, "a question ends with a question mark"),
    ("    why: Someone may have told you about it.\n", "", 12, "says under 'why'"),
    ('      "No": no\n', "", 15, "a question has 2 to 5 answers"),
    ("fact: owner.claimed", "fact: owner.claims", 12, "no fact called 'owner.claims'; did you mean owner.claimed?"),
    ("fact: owner.claimed", "fact: video.open", 14, "fails_if does not look at it"),
    ("    fact: owner", "    look: name-id\n    fact: owner", 14, "no step is called 'name-id'; did you mean name-it?"),
    ("action: local-access-off", "action: local-acces-off", 18, "did you mean local-access-off?"),
    ("  - CWE-306", "  - the law", 20, "does not begin with ETSI EN 303 645"),
    ("sources:\n  - general-knowledge\n", "sources: []\n", 21, "sources: needs at least one"),
    ("## Why it matters", "## Why this matters", 31, "'Why this matters' is not one of the five headings"),
    ("## Why it matters", "## Why this matters", 0, "the heading '## Why it matters' is missing"),
    ("## Why it matters", "## What to do", 0, "the heading '## Why it matters' is missing"),
    ("## How to tell", "## What to do\n\nMore.\n\n## How to tell", 43, "'## What to do' stands here a second time"),
    ("In the night, the lamp is dark.\n", "", 43, "there is nothing under '## How to tell it worked'"),
    ("- Someone turned it on in the app.\n", "", 24, "needs more than one explanation"),
    ("A lamp in the dark is", "A lamp is not safe and is", 33, "we do not use the word 'safe'"),
    ("it was dark.", "nobody attacked it, so it was secure.", 3, "we do not use the word 'secure'"),
    ("Look for the lamp in", "Look for it " + "and look again " * 5 + "in", 41, "write fewer than 20"),
    (
        "A lamp in the dark is seen from the street.",
        "Whoever has an account can look and listen from the home network, and often from anywhere.",
        33,
        "this sentence stands in unknown-account too",
    ),
    (
        "A lamp in the dark is seen from the street.",
        "The thing to do, in two or three sentences.",
        33,
        "this is still the sentence of the template",
    ),
    (QUESTION, "Is the lamp yours?", 12, "asks for owner.claimed in other words"),
    ("---\nproblem", "problem", 0, "must begin with a part between two --- lines"),
    ("kinds: [camera", "kinds: [camera: [", 0, "cannot be read near line"),
]


@pytest.mark.parametrize(("old", "new", "line", "says"), ON_THE_PAGE)
def test_what_is_wrong_on_the_page(
    check: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, line: int, says: str
) -> None:
    assert old in PAGE
    (check / "check.md").write_text(PAGE.replace(old, new, 1), "utf-8")
    code, lines, err = told(capsys, str(check))
    where = f"lamp-lit/check.md, line {line}: " if line else "lamp-lit/check.md: "
    assert [text for text in lines if text.startswith(where) and says in text], lines
    assert (code, err) == (1, "")


IN_THE_CASES = [
    ("name: the lamp is lit", "nome: the lamp is lit", 1, "there is no key 'nome'; did you mean name?"),
    ("name: the lamp is lit", "nome: the lamp is lit", 1, "name: is missing"),
    ("expect: problem", "expect: trouble", 1, "the case 'the lamp is lit': expect: must be one of problem, not-found"),
    ("{name: shell.open", "{name: shell.opn", 1, "no fact called 'shell.opn'; did you mean shell.open?"),
    ('"yes", place', '"perhaps", place', 1, "shell.open is answered yes or no, not 'perhaps'"),
    ("tcp/23}", "tcp/23, by: me}", 4, "a fact has no key 'by'"),
    ("tcp/23}", "tcp/23, how: guessed}", 4, "how is observed, reported, inferred, told, not 'guessed'"),
    ("DG-05", "DG-41", 1, "'DG-41' is on no list"),
    ("expect: not-found", "answers: [V01]\n  expect: not-found", 10, "only a problem is an answer"),
    ("expect: problem", "expect: not-found", 5, "expects not-found, and by fails_if it is problem"),
    ("where: tcp/23", "where: tcp/22", 6, "looks at tcp/22, and no fact stands there"),
    ("name: nobody looked", "name: the lamp is dark", 12, "stands here a second time"),
    (
        'shell.open, value: "no", place: tcp/23}\n  expect: not-found',
        'shell.open, value: "yes", place: tcp/23}\n  expect: problem',
        1,
        "needs a case that expects not-found",
    ),
    (": [DG-05]", ": [DG-05", 0, "cannot be read near line"),
]


@pytest.mark.parametrize(("old", "new", "line", "says"), IN_THE_CASES)
def test_what_is_wrong_in_the_cases(
    check: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, line: int, says: str
) -> None:
    assert old in CASES
    (check / "cases.yaml").write_text(CASES.replace(old, new, 1), "utf-8")
    code, lines, err = told(capsys, str(check))
    where = f"lamp-lit/cases.yaml, line {line}: " if line else "lamp-lit/cases.yaml: "
    assert [text for text in lines if text.startswith(where) and says in text], lines
    assert (code, err) == (1, "")


def test_a_check_without_a_near_twin_is_told_so(check: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = PAGE.replace("  - shell.open: yes\n", "  - shell.open: yes\n    video.open: yes\n", 1)
    (check / "check.md").write_text(page, "utf-8")
    cases = CASES.replace('"yes", place: tcp/23}', '"yes"}\n    - {name: video.open, value: "yes", place: tcp/23}', 1)
    (check / "cases.yaml").write_text(cases, "utf-8")
    code, lines, _ = told(capsys, str(check))
    assert code == 1
    assert [line for line in lines if "needs a near twin" in line], lines


def test_a_text_that_is_hard_to_read_is_told_so(check: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hard = "Unauthenticated administrative reconfiguration necessitates organisational responsibility.\n" * 6
    (check / "check.md").write_text(PAGE + "\n" + hard, "utf-8")
    code, lines, _ = told(capsys, str(check))
    assert code == 1
    assert "lamp-lit/check.md: is hard to read as a whole. Take shorter words and shorter sentences" in lines


def test_headings_in_another_order_are_told_so(check: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = PAGE.replace("## Why it matters", "## x").replace("## What to do", "## Why it matters")
    (check / "check.md").write_text(changed.replace("## x", "## What to do"), "utf-8")
    code, lines, _ = told(capsys, str(check))
    assert code == 1
    assert [line for line in lines if "the headings come in this order: What this means, Why it matters" in line]


@pytest.mark.parametrize("name", ["check.md", "cases.yaml"])
def test_a_file_that_is_not_there_or_not_text_is_named(
    check: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (check / name).write_bytes(b"\xff\xfe")
    code, lines, _ = told(capsys, str(check))
    assert (code, lines[0]) == (1, f"lamp-lit/{name}: is not UTF-8 text; save it again as UTF-8")
    (check / name).unlink()
    code, lines, _ = told(capsys, str(check))
    assert (code, lines[0]) == (1, f"lamp-lit/{name}: the file is missing")


def test_a_folder_name_with_capitals_is_told_so(check: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines, _ = told(capsys, str(check.rename(check.parent / "Lamp_Lit")))
    assert code == 1
    assert lines[0] == "Lamp_Lit: the name of the folder is small letters with dashes, such as unknown-account"


def test_every_thing_is_said_at_once_and_counted(check: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (check / "check.md").write_text(PAGE.replace("low", "huge", 1).replace("level: look", "level: talk"), "utf-8")
    (check / "cases.yaml").write_text(CASES.replace("DG-05", "X1"), "utf-8")
    code, lines, _ = told(capsys, str(check))
    assert code == 1
    assert len(lines) == 4
    assert lines[-1] == "1 check read, 3 things to change."


def test_steps_beside_the_checks_count_too(check: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A copy of the whole project has steps of its own; a check may name a new one there."""
    home = check.parent.parent
    checks = check.parent.rename(home / "checks")
    (home / "vendors").mkdir()
    step = (
        "---\nnames: [any]\nas_of: 2026-11-25\n---\n## lamp-off\n```yaml\nlabels: {notice: a, proof: a, undo: a, stops: a}\n"
        "confidence: usual\n```\n1. Do it.\n"
    )
    for name in ("generic", "router"):
        (home / "vendors" / f"{name}.md").write_text(step, "utf-8")
    page = checks / "lamp-lit" / "check.md"
    page.write_text(PAGE.replace("local-access-off", "lamp-off"), "utf-8")
    assert told(capsys, str(checks))[:2] == (0, ["1 check read, nothing to change."])
    page.write_text(PAGE, "utf-8")
    assert told(capsys, str(checks))[0] == 1


def test_what_is_quoted_cannot_change_the_screen(check: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (check / "check.md").write_text(PAGE.replace("A lamp in", "A safe \x1b[2J lamp in"), "utf-8")
    code, lines, _ = told(capsys, str(check))
    assert code == 1
    assert "\x1b" not in "".join(lines)


class TestWrongUsage:
    def test_no_such_folder_says_the_nearest_check(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, lines, err = told(capsys, "unknown-acount")
        assert (code, lines) == (2, [])
        assert err == "There is no folder and no check called 'unknown-acount'. Did you mean unknown-account?\n"

    def test_a_folder_without_a_check(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "holiday").mkdir()
        code, lines, err = told(capsys, str(tmp_path))
        assert (code, lines) == (2, [])
        assert "There is no check in" in err

    @pytest.mark.parametrize("arguments", [["checks", "--lint", "--json"], ["vendors", "--lint"]])
    def test_what_cannot_go_together(self, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
        assert main(arguments) == 2
        assert capsys.readouterr().out == ""
