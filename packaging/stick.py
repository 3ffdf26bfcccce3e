"""Fills a folder with everything doorguard needs, for a computer that has Python and nothing else.

Nothing is downloaded where it is used: the wheels of Linux, Windows and macOS, for each Python that
doorguard supports, lie in it beside ``start.py``. Run by ``make stick``.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PYTHONS = ("3.11", "3.12", "3.13")

# The tags a wheel may carry to run on each system (PEP 425, 600); the oldest that the pinned wheels need.
SYSTEMS = {
    "linux": (
        "manylinux_2_28_x86_64",
        "manylinux_2_27_x86_64",
        "manylinux_2_26_x86_64",
        "manylinux_2_24_x86_64",
        "manylinux_2_17_x86_64",
        "manylinux2014_x86_64",
    ),
    "linux-arm": (
        "manylinux_2_28_aarch64",
        "manylinux_2_27_aarch64",
        "manylinux_2_26_aarch64",
        "manylinux_2_24_aarch64",
        "manylinux_2_17_aarch64",
        "manylinux2014_aarch64",
    ),
    "windows": ("win_amd64",),
    # Intel Macs are left out: cryptography makes no wheels for them any more.
    "mac": ("macosx_11_0_arm64",),
}

# It comes as source only: its wheel is built here.
BUILT_HERE = "onvif-zeep"


def pins(name: str) -> dict[str, str]:
    """Package name to its whole entry in a requirements file, hashes included."""
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    return {entry.split("==")[0]: entry + "\n" for entry in entries}


def wanted() -> str:
    """What the other computer needs. A Debian system Python has no pip; its wheel runs as it is."""
    people = pins("requirements.txt")
    people.pop(BUILT_HERE)
    return "".join([*people.values(), pins("requirements-build.txt")["pip"]])


def pip(*arguments: str) -> None:
    """Run pip, quiet but for errors. Raises ``SystemExit`` with one sentence when it fails."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "-qq", *arguments]
    if subprocess.run(command, check=False, cwd=ROOT).returncode != 0:
        raise SystemExit(
            "The folder is not whole: something could not be fetched. pip says above what it was."
        )


def download(list_file: Path, wheels: Path, system: str, python: str) -> None:
    """The wheels of one system and one Python."""
    platforms = [word for tag in SYSTEMS[system] for word in ("--platform", tag)]
    only = ["--only-binary=:all:", "--no-deps", "--require-hashes", "--implementation", "cp"]
    where = ["--python-version", python, "--dest", str(wheels), "--requirement", str(list_file)]
    pip("download", *only, *platforms, *where)


def build(wheels: Path, scratch: Path) -> None:
    """The wheels that no index has: doorguard itself, and onvif-zeep from its pinned source."""
    source = scratch / "source.txt"
    source.write_text(pins("requirements.txt")[BUILT_HERE], encoding="utf-8")
    quiet = ["wheel", "--no-deps", "--no-build-isolation", "--use-pep517", "-w", str(wheels)]
    pip(*quiet, "--require-hashes", "--requirement", str(source))
    pip(*quiet, str(ROOT))


def main() -> int:
    """Make the folder anew. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Make a folder that installs doorguard without a network.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--pythons", nargs="+", choices=PYTHONS, default=list(PYTHONS))
    chosen = parser.parse_args()
    folder: Path = chosen.folder
    if folder.exists():
        if any(folder.iterdir()) and not (folder / "start.py").exists():
            raise SystemExit(f"{folder} holds something else. Nothing was changed.")
        shutil.rmtree(folder)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        list_file = scratch / "wanted.txt"
        list_file.write_text(wanted(), encoding="utf-8")
        for system in chosen.systems:
            for python in chosen.pythons:
                print(f"Fetching for {system}, Python {python}.", flush=True)
                download(list_file, wheels, system, python)
        build(wheels, scratch)
    for file in ("start.py", "READ-ME.txt"):
        shutil.copy(ROOT / "packaging" / file, folder / file)
    size = sum(file.stat().st_size for file in wheels.iterdir()) // 1_000_000
    print(f"Done: {folder}/, {size} MB. Copy the folder to a stick. On the other computer: python3 start.py")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
