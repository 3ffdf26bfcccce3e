from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.discover.small_home import SmallHome


@pytest.fixture
def home() -> Iterator[SmallHome]:
    made = SmallHome()
    yield made
    made.close()
