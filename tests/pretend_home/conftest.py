"""A neighbour for every test of the pretend devices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.pretend_home.living import Neighbour, neighbourhood


@pytest.fixture
def near() -> Iterator[Neighbour]:
    with neighbourhood() as neighbour:
        yield neighbour
