"""``python -m doorguard``. This file must parse on every Python, also on those too old to run it."""

import sys

TOO_OLD = "doorguard needs Python 3.11 or newer. This computer started it with Python %d.%d.\n"


def old_python(version):
    """Give the sentence for a Python that is too old, or an empty text."""
    if tuple(version[:2]) < (3, 11):
        return TOO_OLD % tuple(version[:2])
    return ""


if __name__ == "__main__":
    says = old_python(sys.version_info)
    if says:
        sys.stderr.write(says)
        sys.exit(2)

    from doorguard.cli import main

    sys.exit(main())
