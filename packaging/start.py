"""Starts doorguard from this folder, without a network. It must parse on every Python."""

import os
import platform
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
WHEELS = os.path.join(HERE, "wheels")
FITTING = ((3, 11), (3, 12), (3, 13))


def unpack(folder):
    """Put the wheels that fit this computer into a folder beside this file."""
    import glob
    import shutil
    import subprocess

    found = glob.glob(os.path.join(WHEELS, "pip-*.whl"))
    if not found:
        return "This folder is not whole: wheels/pip is missing. Make it again with: make stick"
    half = folder + ".new"
    if os.path.isdir(half):
        shutil.rmtree(half)
    sys.stderr.write("Unpacking, once. This takes about half a minute.\n")
    command = [sys.executable, os.path.join(found[0], "pip"), "--disable-pip-version-check"]
    command += ["--isolated", "install", "--quiet", "--no-index", "--no-cache-dir", "--no-compile", "--no-warn-script-location"]
    command += ["--root-user-action", "ignore", "--find-links", WHEELS, "--target", half, "doorguard[pdf]"]
    if subprocess.call(command) != 0:
        shutil.rmtree(half, True)
        return "The program could not be unpacked here. Is there room, and may this folder be written to?"
    os.rename(half, folder)
    return ""


def main():
    """Unpack on the first start, then run the program. Returns the exit code."""
    version = tuple(sys.version_info[:2])
    if version < FITTING[0]:
        sys.stderr.write(
            "doorguard needs Python 3.11 or newer. This computer started it with Python %d.%d.\n" % version
        )
        return 2
    if version not in FITTING:
        sys.stderr.write("This folder has parts for Python 3.11, 3.12 and 3.13. This is Python %d.%d.\n" % version)
        return 2
    sys.dont_write_bytecode = True
    # One folder for each system and Python, so that a stick serves several computers.
    kind = "-".join([sys.platform, platform.machine().lower(), sys.implementation.cache_tag])
    folder = os.path.join(HERE, "unpacked-" + kind)
    if not os.path.isdir(folder):
        says = unpack(folder)
        if says:
            sys.stderr.write(says + "\n")
            return 2
    sys.path.insert(0, folder)
    from doorguard.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
