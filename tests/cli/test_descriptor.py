"""A line from a descriptor, and no more than a line."""

from __future__ import annotations

import os

import pytest

from doorguard.cli.descriptor import read_line


def test_what_follows_the_line_stays_there() -> None:
    there, here = os.pipe()
    os.write(here, b"one\ntwo\n")
    os.close(here)
    assert read_line(there, "", 100) == b"one\n"
    assert os.read(there, 100) == b"two\n"
    os.close(there)


def test_of_a_long_line_the_first_bytes_are_read() -> None:
    there, here = os.pipe()
    os.write(here, b"x" * 50)
    assert read_line(there, "", 20) == b"x" * 20
    os.close(here)
    os.close(there)


@pytest.mark.parametrize("descriptor", [-1, 10**6, 2**40])
def test_what_is_no_descriptor_gives_no_line(descriptor: int) -> None:
    assert read_line(descriptor, "", 10) is None
