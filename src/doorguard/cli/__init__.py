"""The command line. Fast to start: everything heavy is imported by the command that needs it."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments in (["--version"], ["-V"]):
        from doorguard import __version__

        print(f"doorguard {__version__}")
        return 0
    from doorguard.cli.language import choose

    choose()
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return 0  # a person left: never an error
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        from doorguard.cli.crash import crashed, no_room

        return no_room() if error.errno in (errno.ENOSPC, errno.EDQUOT) else crashed(error)
    except Exception as error:  # noqa: BLE001 - a fault of ours: its words may hold what a device said
        from doorguard.cli.crash import crashed

        return crashed(error)


def _run(arguments: Sequence[str]) -> int:
    from doorguard.cli.arguments import WrongUsage, parse

    try:
        chosen = parse(arguments)
    except WrongUsage as wrong:
        from doorguard.cli.outcome import USAGE

        print(wrong, file=sys.stderr)
        return USAGE
    if chosen is None:
        sys.stdout.flush()
        return 0
    from doorguard.cli import commands

    return commands.run(chosen)


if __name__ == "__main__":
    sys.exit(main())
