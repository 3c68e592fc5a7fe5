"""Pseudonyms: the same with the same key, nothing without it, and never two alike."""

import re

import pytest

from flowrules.pseudonym import new_key, pseudonym, read_key, write_key

KEY = bytes(range(32))


def test_the_same_key_gives_the_same_pseudonym_in_every_run():
    assert pseudonym("QQ123456C", KEY) == "P-69H6-H2RP-VCRN"


def test_another_key_or_another_identifier_gives_another_pseudonym():
    assert (
        len({pseudonym(one, key) for one in ("QQ123456C", "QQ123456D") for key in (KEY, KEY[::-1])}) == 4
    )


def test_a_pseudonym_can_be_read_aloud_and_is_no_word():
    for number in range(500):
        assert re.fullmatch("P(-[234679CDFGHJKMNPQRTVWXY]{4}){3}", pseudonym(str(number), KEY))


def test_every_letter_is_used_about_as_often():
    text = "".join(pseudonym(str(number), KEY)[2:].replace("-", "") for number in range(4000))
    counts = [text.count(letter) for letter in "234679CDFGHJKMNPQRTVWXY"]
    assert 0.9 < min(counts) * 23 / len(text) < max(counts) * 23 / len(text) < 1.1


def test_twenty_thousand_people_have_twenty_thousand_pseudonyms():
    assert len({pseudonym(str(number), KEY) for number in range(20_000)}) == 20_000


def test_a_key_comes_back_from_its_file_however_the_file_was_saved():
    key = new_key()
    assert len(key) == 32
    assert key != new_key()
    for content in (
        write_key(key),
        write_key(key).replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + write_key(key),
    ):
        assert read_key(content) == key


@pytest.mark.parametrize(
    "content",
    [b"", b"key: 12ab\n", b"\x00" * 32, write_key(KEY)[:-3], write_key(KEY) + write_key(KEY[::-1])],
)
def test_a_file_that_has_no_key_or_two_gives_none(content):
    assert read_key(content) is None
