"""ISAPI documents that are made to be gone through for ever."""

from __future__ import annotations

import pytest

from doorguard.probes.signed_in.isapi_document import DEEPEST, read
from doorguard.probes.signed_in.pages import NotHere


def nested(times: int) -> bytes:
    return b"<OnlineUserList>" + b"<OnlineUser>" * times + b"</OnlineUser>" * times + b"</OnlineUserList>"


def test_rows_within_rows_are_no_list() -> None:
    with pytest.raises(NotHere):
        read(nested(9000), "onlineuserlist")
    with pytest.raises(NotHere):
        read(nested(DEEPEST), "onlineuserlist")


def test_a_document_as_deep_as_real_ones_is_read() -> None:
    assert len(read(nested(DEEPEST - 1), "onlineuserlist").rows("onlineuser")) == DEEPEST - 1
