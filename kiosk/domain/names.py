"""Names: what of them is compared, under which words people are found, and what may be shown."""

import re
import unicodedata
from collections.abc import Iterator

from anyascii import anyascii
from jellyfish import damerau_levenshtein_distance, metaphone

SHORTEST_SOUND = 3
SHORTEST_NEAR = 3
_APOSTROPHES = re.compile("['`\u00b4\u02b9-\u02bf\u2018-\u201b\u2032\uff07]")
# As people write them who have no such letters, beside the plain ones.
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def folded(name: str) -> str:
    """Return a name of a place, a thing or a column as it is compared: without case or accents."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = (letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(kept).replace("ł", "l").replace("ø", "o").split())


def letters_of(name: str) -> str:
    """Return a person's name as it is compared: plain letters, in one piece."""
    return "".join(_plain_words(name))


def words_of(family_name: str, given_name: str) -> set[str]:
    """Return the words under which a person is found, each by its beginning.

    Every word of the name, what follows an apostrophe, and what was written apart in one piece;
    ü also as ue. A name in a script without blanks is there whole too.
    """
    found: set[str] = set()
    for name in (family_name, given_name):
        for spelled in (name, _spelled_out(name)):
            words = _plain_words(spelled)
            found |= {*words, *_after_apostrophes(spelled), "".join(words)}
            found |= {"".join(_plain_words(part)) for part in spelled.split()}
    whole = family_name + given_name
    if any(unicodedata.category(letter) == "Lo" for letter in whole):
        found.add(letters_of(whole))
    return found - {""}


def readings_of(text: str) -> list[tuple[str, ...]]:
    """Return the ways to understand a name that somebody looks for: in each, all words of it.

    A hyphen may divide two words or join one; ü may be kept as u or as ue.
    """
    ways: list[tuple[str, ...]] = []
    for spelled in (text, _spelled_out(text)):
        ways.append(tuple(_plain_words(spelled)))
        ways.append(tuple(word for part in spelled.split() if (word := letters_of(part))))
    named = (way for way in dict.fromkeys(ways) if any(map(_has_letter, way)))
    return [tuple(dict.fromkeys(way)) for way in named]


def sound_of(word: str) -> str:
    """Return what a word sounds like (metaphone), "" for one too short to tell, or with digits."""
    return metaphone(word) if len(word) >= SHORTEST_SOUND and word.isalpha() else ""


def nearly_same(one: str, other: str) -> bool:
    """Tell whether two names are the same, or but for one letter of three or more."""
    here, there = letters_of(one), letters_of(other)
    is_long = min(len(here), len(there)) >= SHORTEST_NEAR
    return here == there or (is_long and damerau_levenshtein_distance(here, there) <= 1)


def masked(family_name: str, given_name: str) -> str:
    """Return what may be shown of a name while nobody is signed in: its initials."""
    return " ".join(f"{part[0]}." for part in (given_name, family_name) if part)


def _spelled_out(name: str) -> str:
    return unicodedata.normalize("NFC", name).lower().translate(_SPELLED_OUT)


def _plain_words(name: str) -> list[str]:
    """Divide a name at all that is no letter or digit; an apostrophe divides nothing."""
    bare = _APOSTROPHES.sub("", unicodedata.normalize("NFC", name))
    return re.findall("[a-z0-9]+", anyascii(bare).casefold())


def _after_apostrophes(name: str) -> Iterator[str]:
    for part in name.split():
        for rest in _APOSTROPHES.split(part)[1:]:
            yield from _plain_words(rest)


def _has_letter(word: str) -> bool:
    return any(letter.isalpha() for letter in word)
