"""An identifier + a key -> a pseudonym that is the same in every run, such as `P-7K3M-Q2XD-9RTW`.

A plain hash of a National Insurance number protects nobody: there are so few such numbers that all of
them can be hashed in an evening and looked up. Here a secret key goes into the hash (BLAKE2b), so that
only who has the key can tell whose pseudonym it is. The key is as private as the staff list itself:
with both, everybody can be named.

Twelve letters and digits of twenty-three are 54 bits: among 5,000 people the odds that any two get the
same one are 1 in 1,700 million, among a million people 1 in 44,000. Nothing that looks like something
else is used (0 O, 1 I L, 2 Z, 5 S, 8 B, U V), and no vowels, so that no word arises.
"""

import hashlib
import re
import secrets

_LETTERS = "234679CDFGHJKMNPQRTVWXY"
_GROUPS = 3
_KEY = re.compile(rb"^[ \t]*key:[ \t]*([0-9a-f]{64})[ \t]*\r?$", re.MULTILINE)
_WARNING = (
    "# The key of the pseudonyms that flowrules gives. Keep it, and keep it private: whoever has it\n"
    "# and the staff list can tell who is who, and without it next year's pseudonyms will be others.\n"
)


def pseudonym(identifier: str, key: bytes) -> str:
    """What somebody is called instead of by an identifier."""
    number = int.from_bytes(keyed_hash(identifier, key))
    letters = ""
    for _ in range(4 * _GROUPS):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return "-".join(["P", *(letters[start : start + 4] for start in range(0, 4 * _GROUPS, 4))])


def keyed_hash(identifier: str, key: bytes) -> bytes:
    """What stands for an identifier while two of them are only to be compared."""
    return hashlib.blake2b(identifier.encode(), digest_size=24, key=key, person=b"flowrules").digest()


def new_key() -> bytes:
    return secrets.token_bytes(32)


def write_key(key: bytes) -> bytes:
    """A key as the text of a file."""
    return f"{_WARNING}key: {key.hex()}\n".encode()


def read_key(content: bytes) -> bytes | None:
    """The key in a file; None if the file is none of ours."""
    found = _KEY.findall(content)
    return bytes.fromhex(found[0].decode()) if len(found) == 1 else None
