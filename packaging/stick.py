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

# They build wheels here and are not wanted where the wheels are used; onvif-zeep is built here. (pip is
# wanted: a Debian system Python has none, and its wheel runs as it is.)
ONLY_HERE = ("hatchling", "setuptools", "onvif-zeep")


def pinned(without: tuple[str, ...]) -> str:
    """The pins of requirements.txt, but for the named packages."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text)
    return "\n".join(entry for entry in entries if entry.split("==")[0] not in without) + "\n"


def pip(*arguments: str) -> None:
    """Run pip, quiet but for errors. Raises ``SystemExit`` with one sentence when it fails."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "-qq", *arguments]
    if subprocess.run(command, check=False, cwd=ROOT).returncode != 0:
        raise SystemExit(
            "The folder is not whole: something could not be fetched. pip says above what it was."
        )


def download(pins: Path, wheels: Path, system: str, python: str) -> None:
    """The wheels of one system and one Python."""
    platforms = [word for tag in SYSTEMS[system] for word in ("--platform", tag)]
    only = ["--only-binary=:all:", "--no-deps", "--require-hashes", "--implementation", "cp"]
    where = ["--python-version", python, "--dest", str(wheels), "--requirement", str(pins)]
    pip("download", *only, *platforms, *where)


def build(wheels: Path, scratch: Path) -> None:
    """The wheels that no index has: doorguard itself, and onvif-zeep from its pinned source."""
    source = scratch / "onvif-zeep.txt"
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.txt").read_text(encoding="utf-8"))
    source.write_text("\n".join(e for e in entries if e.startswith("onvif-zeep==")) + "\n", encoding="utf-8")
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
        shutil.rmtree(folder)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        pins = scratch / "pins.txt"
        pins.write_text(pinned(ONLY_HERE), encoding="utf-8")
        for system in chosen.systems:
            for python in chosen.pythons:
                print(f"Fetching for {system}, Python {python}.", flush=True)
                download(pins, wheels, system, python)
        build(wheels, scratch)
    for file in ("start.py", "READ-ME.txt"):
        shutil.copy(ROOT / "packaging" / file, folder / file)
    size = sum(file.stat().st_size for file in wheels.iterdir()) // 1_000_000
    print(f"Done: {folder}/, {size} MB. Copy the folder to a stick. On the other computer: python3 start.py")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
