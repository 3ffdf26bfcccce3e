"""What is built holds all that it needs, and starts fast or says in one sentence why not."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "doorguard"

HEAVY = {
    "textual",
    "onvif",
    "zeep",
    "scapy",
    "requests",
    "cryptography",
    "zeroconf",
    "jinja2",
    "yaml",
    "lxml",
}


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel, built without a network."""
    folder = tmp_path_factory.mktemp("built")
    done = run(sys.executable, "-m", "hatchling", "build", "-d", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


class TestBuild:
    def test_the_wheel_reads_its_own_checks_and_vendors(self, built: Path, tmp_path: Path) -> None:
        (wheel,) = built.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(tmp_path)  # noqa: S202  # our own wheel
        script = (
            f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
            "import doorguard, doorguard.catalog as c\n"
            "print(doorguard.__file__, c.folder('checks'), c.folder('vendors'), sep='\\n')\n"
            "print(len(c.load().checks), *c.load().broken)\n"
            "import doorguard.catalog.help_pages as h\n"
            "print(h.PLACE, len(h.help_pages()))"
        )
        done = run(sys.executable, "-P", "-c", script, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        where, checks, vendors, count, pages = done.stdout.splitlines()
        package = tmp_path / "doorguard"
        assert (Path(where).parent, Path(checks), Path(vendors)) == (
            package, package / "_checks", package / "_vendors"
        )  # fmt: skip
        folders = [p for p in (ROOT / "checks").iterdir() if p.is_dir() and not p.name.startswith("_")]
        assert count == str(len(folders))
        written = list((ROOT / "src" / "doorguard" / "help").glob("*.md"))
        assert pages == f"{package / 'help'} {len(written)}"

    def test_somebody_who_writes_a_check_is_told_by_the_wheel_alone(self, built: Path, tmp_path: Path) -> None:
        (wheel,) = built.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(tmp_path / "there")  # noqa: S202  # our own wheel
        script = (
            f"import sys; sys.path.insert(0, {str(tmp_path / 'there')!r})\n"
            "from doorguard.cli import main; sys.exit(main())"
        )
        whole = run(sys.executable, "-P", "-c", script, "checks", "--lint", cwd=tmp_path)
        assert (whole.returncode, whole.stderr) == (0, "")
        assert whole.stdout.endswith(" checks read, nothing to change.\n")
        mine = tmp_path / "mine" / "my-check"
        shutil.copytree(ROOT / "checks" / "_template", mine)
        begun = run(sys.executable, "-P", "-c", script, "checks", "--lint", "mine", cwd=tmp_path)
        assert (begun.returncode, begun.stderr) == (1, "")
        assert "my-check/check.md, line 2: this is still the sentence of the template" in begun.stdout

    def test_every_page_is_in_the_wheel(self, built: Path) -> None:
        (wheel,) = built.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            inside = set(archive.namelist())
        for name in ("checks", "vendors"):
            pages = [p.relative_to(ROOT / name) for p in (ROOT / name).rglob("*") if p.is_file()]
            assert pages
            assert {f"doorguard/_{name}/{page.as_posix()}" for page in pages} <= inside

    def test_every_data_file_beside_the_code_is_in_the_wheel(self, built: Path) -> None:
        (wheel,) = built.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            inside = set(archive.namelist())
        files = [p for p in SOURCE.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
        assert {p.relative_to(SOURCE.parent).as_posix() for p in files} <= inside

    def test_the_source_archive_keeps_the_pages_where_the_wheel_is_built_from(self, built: Path) -> None:
        (sdist,) = built.glob("*.tar.gz")
        with tarfile.open(sdist) as archive:
            inside = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
        for wanted in (
            "checks/video-without-login/check.md",
            "vendors",
            "LICENSE",
            "Makefile",
            "requirements.txt",
        ):
            assert any(name == wanted or name.startswith(wanted + "/") for name in inside), wanted

    def test_the_package_is_described_in_neutral_words(self, built: Path) -> None:
        (wheel,) = built.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            (name,) = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
            head = archive.read(name).decode().split("\n\n")[0]
        assert "Summary: A home camera and doorbell check" in head
        assert not re.search(r"abus|stalk|victim|partner|surviv|spy", head, re.IGNORECASE)


class TestStart:
    @pytest.mark.parametrize("start", [("-m", "doorguard"), ("-c", "import doorguard.cli as c; c.main()")])
    def test_version_imports_nothing_heavy(self, start: tuple[str, str]) -> None:
        done = run(sys.executable, "-X", "importtime", *start, "--version")
        assert done.returncode == 0, done.stderr
        assert re.fullmatch(r"doorguard \d+\.\d+\.\d+\S*\n", done.stdout)
        imported = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if "|" in line}
        assert "doorguard.cli" in imported
        assert {name.split(".")[0] for name in imported} & HEAVY == set()

    @pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 0), (3, 10, 13)])
    def test_an_old_python_gets_one_sentence(self, version: tuple[int, ...]) -> None:
        pretend = (
            f"import sys, runpy; sys.version_info = {version!r}; sys.argv = ['doorguard', '--version']; "
        )
        for file in (SOURCE / "__main__.py", ROOT / "packaging" / "start.py"):
            done = run(sys.executable, "-c", pretend + f"runpy.run_path({str(file)!r}, run_name='__main__')")
            started = f"This computer started it with Python {version[0]}.{version[1]}.\n"
            wanted = f"doorguard needs Python 3.11 or newer. {started}"
            assert (done.returncode, done.stdout, done.stderr) == (2, "", wanted)

    @pytest.mark.parametrize(
        "file", ["src/doorguard/__init__.py", "src/doorguard/__main__.py", "packaging/start.py"]
    )
    def test_the_first_files_parse_on_old_pythons(self, file: str) -> None:
        source = (ROOT / file).read_bytes()
        source.decode("ascii")  # Python 2 reads nothing else without a coding line
        for node in ast.walk(ast.parse(source, feature_version=(3, 7))):
            assert not isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.NamedExpr | ast.Nonlocal), (
                ast.dump(node)
            )
            assert getattr(node, "annotation", None) is None, ast.dump(node)
            assert getattr(node, "returns", None) is None, ast.dump(node)
            assert not (isinstance(node, ast.ImportFrom) and node.module == "__future__")

    def test_make_stops_with_one_sentence_on_an_old_python(self, tmp_path: Path) -> None:
        old = tmp_path / "python3"
        # It runs what it is given, but says that it is 3.9.
        says = "import sys; sys.version_info = (3, 9, 2); exec(sys.argv[1])"
        old.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{says}" "$2"\n')
        old.chmod(0o755)
        done = run("make", "-s", f"PYTHON={old}", f"VENV={tmp_path / 'env'}", "demo")
        assert done.returncode != 0
        assert done.stderr.startswith("doorguard needs Python 3.11 or newer. This computer has 3.9.")
        assert not (tmp_path / "env").exists()
