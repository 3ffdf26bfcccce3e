"""The house itself: what is installed, what lies in it, what the README promises."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "doorguard"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PEOPLE, BUILD, TESTS = "requirements.txt", "requirements-build.txt", "requirements-dev.txt"

# Before these a hostile device or page reaches further than we allow (see the comments in pyproject.toml).
FLOORS = {"zeep": "4.3.3", "zeroconf": "0.149.17", "lxml": "6.1.0", "urllib3": "2.6.3"}


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def tracked() -> list[Path]:
    """The files of the project; in an unpacked source archive, where there is no git, the archive's own."""
    listed = run("git", "ls-files", "-z") if (ROOT / ".git").exists() else None
    if listed is not None and listed.returncode == 0:
        files = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        skipped = {".venv", "stick", "dist", "build"}
        files = [p for p in ROOT.rglob("*") if not any(w in skipped or w.startswith(".") for w in p.parts)]
    return [file for file in files if file.is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    for file in tracked():
        try:
            yield file, file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # recorded bytes of a device


def entries(name: str) -> dict[str, str]:
    """Package name -> its whole entry in a requirements file."""
    parts = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    return {canonicalize_name(part.split("==")[0]): part for part in parts}


class TestFloors:
    def requirements(self) -> list[Requirement]:
        groups = PROJECT["project"]
        return [
            Requirement(line) for line in [*groups["dependencies"], *groups["optional-dependencies"]["pdf"]]
        ]

    def test_no_floor_lies_below_a_known_hole(self) -> None:
        declared = {canonicalize_name(r.name): r.specifier for r in self.requirements()}
        for name, floor in FLOORS.items():
            lowest = min(Version(s.version) for s in declared[canonicalize_name(name)] if s.operator == ">=")
            assert lowest >= Version(floor), name

    def test_every_installed_package_reaches_its_floor(self) -> None:
        for requirement in self.requirements():
            if requirement.name == "typst" and not _installed("typst"):
                continue  # an extra
            assert requirement.specifier.contains(metadata.version(requirement.name)), requirement

    @pytest.mark.parametrize("name", [PEOPLE, TESTS])
    def test_every_pin_reaches_its_floor(self, name: str) -> None:
        pins = {package: _version(entry) for package, entry in entries(name).items()}
        for requirement in self.requirements():
            assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), requirement


def _installed(name: str) -> bool:
    return any(canonicalize_name(found.name) == name for found in metadata.distributions())


def _version(entry: str) -> str:
    found = re.match(r"\S+?==([^\s;\\]+)", entry)
    assert found, entry
    return found[1]


class TestPins:
    @pytest.mark.parametrize("name", [PEOPLE, BUILD, TESTS])
    def test_every_entry_is_one_version_with_hashes(self, name: str) -> None:
        found = entries(name)
        assert len(found) >= 3
        for entry in found.values():
            first, *hashes = entry.split(" \\\n")
            assert re.fullmatch(r"[A-Za-z0-9._-]+==[\w.+!]+( ; .+)?", first), first
            assert hashes
            assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}", line) for line in hashes), entry

    @pytest.mark.parametrize("name", [PEOPLE, BUILD, TESTS])
    def test_no_entry_names_a_host_or_a_path(self, name: str) -> None:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"://|/|@|--(?!hash=)", text)
        assert not re.search(r"\b\w+\.(org|com|net|io|local)\b", text)

    def test_tests_run_with_the_versions_that_people_get(self) -> None:
        people, tests = {**entries(BUILD), **entries(PEOPLE)}, entries(TESTS)
        assert {name: tests.get(name) for name in people} == people

    def test_everything_declared_is_pinned(self) -> None:
        groups = PROJECT["dependency-groups"]
        wanted = [*groups["build"], *groups["dev"], *PROJECT["project"]["dependencies"]]
        pinned = entries(TESTS)
        assert [r for r in wanted if canonicalize_name(Requirement(r).name) not in pinned] == []


class TestFiles:
    def test_no_file_names_a_place_of_one_computer(self) -> None:
        # Written in pieces, so that this file does not match itself.
        here = "|".join(
            ["/w" + "ork/", "/ro" + "ot/", "/ho" + "me/[a-z]", "/Us" + "ers/[A-Za-z]", "/opt/py" + "pi"]
        )
        place = re.compile(rf"(?<![\w./:-])(?:{here})")
        assert [
            f"{file.relative_to(ROOT)}: {hit[0]}" for file, text in texts() if (hit := place.search(text))
        ] == []

    def test_no_file_names_a_package_index(self) -> None:
        index = re.compile(
            "|".join(["py" + r"pi\.org", "pythonho" + r"sted\.org", "index" + "-url ", "deb" + r"ian\.org"])
        )
        allowed = {"Makefile"}  # the option that keeps it out
        wrong = [f"{f.relative_to(ROOT)}: {hit[0]}" for f, text in texts() if (hit := index.search(text))]
        assert [line for line in wrong if line.split(":")[0] not in allowed] == []

    def test_no_lock_file_with_hosts_is_kept(self) -> None:
        assert [
            f.name for f in tracked() if f.name in {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock"}
        ] == []

    def test_the_licence_is_whole(self) -> None:
        text = (ROOT / "LICENSE").read_text(encoding="utf-8")
        assert text.lstrip().startswith("GNU GENERAL PUBLIC LICENSE")
        assert "END OF TERMS AND CONDITIONS" in text
        assert PROJECT["project"]["license"] == "GPL-2.0-or-later"


def readme_commands(first: str) -> set[str]:
    """Every command of the README's code blocks and code spans that begins with this word."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    lines += re.findall(
        r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    )
    return {line.split("  ")[0].strip() for line in lines if line == first or line.startswith(first + " ")}


class TestReadme:
    def test_it_begins_with_where_not_to_read_it(self) -> None:
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        warning = text.index("If someone may be watching this computer or this wifi, use a different device")
        assert all(warning < text.index(word) for word in ("make demo", "install", "```"))

    def test_every_make_command_is_a_target(self) -> None:
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
        named = {command.split()[1] for command in readme_commands("make") - {"make"}}
        assert {"demo", "test", "stick"} <= named <= targets

    def test_every_doorguard_command_is_understood(self) -> None:
        from doorguard.cli.arguments import parse

        commands = readme_commands("doorguard") - {"doorguard"}
        assert {command.split()[1] for command in commands} >= {"demo", "scan", "checks", "vendors"}
        for command in sorted(commands):
            parse(shlex.split(re.split(r"[|<>]", command)[0])[1:])

    def test_every_file_that_it_links_to_is_there(self) -> None:
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
        assert links
        assert [link for link in links if not (ROOT / link).exists()] == []

    def test_its_pictures_are_what_the_program_shows(self) -> None:
        done = run(sys.executable, "packaging/picture.py", "--check")
        assert done.returncode == 0, done.stderr

    def test_its_pictures_fetch_nothing(self) -> None:
        pictures = list((ROOT / "docs" / "pictures").glob("*.svg"))
        assert len(pictures) == 3
        for picture in pictures:
            text = picture.read_text(encoding="utf-8")
            assert set(re.findall(r"\w+://[^\s\"'<)]+", text)) == {"http://www.w3.org/2000/svg"}
            assert "<script" not in text

    def test_ci_runs_the_test_command_of_the_readme(self) -> None:
        assert "make test" in readme_commands("make")
        lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if line.strip()][-1].split("<")[0].strip() == "make test"
