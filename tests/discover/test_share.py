"""A flood, from one address or from many, leaves room for those who have not spoken yet."""

from __future__ import annotations

from doorguard.discover.share import Share


def test_one_address_has_its_share_and_no_more() -> None:
    share = Share(each=3, in_all=100)
    assert [share.admits("a") for _ in range(5)] == [True, True, True, False, False]
    assert share.admits("b")


def test_many_forged_addresses_do_not_keep_out_one_that_was_not_heard_yet() -> None:
    share = Share(each=3, in_all=30)
    for number in range(20):
        for _ in range(5):
            share.admits(f"forged-{number}")
    assert share.admits("honest")
    assert not share.admits("honest")  # the channel is full: one word each is all that is left


def test_addresses_without_end_come_to_an_end() -> None:
    share = Share(each=3, in_all=30, addresses=50)
    assert sum(share.admits(str(number)) for number in range(500)) == 50
