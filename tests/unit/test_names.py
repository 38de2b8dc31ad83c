"""Names: under which words people are found, however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.names import (
    folded,
    letters_of,
    masked,
    nearly_same,
    readings_of,
    sound_of,
    words_of,
)


def found(name: tuple[str, str], text: str) -> bool:
    """Tell whether a text finds a name: one way to read it has a beginning of a word in each."""
    words = words_of(*name)
    return any(
        all(any(one.startswith(word) for one in words) for word in reading)
        for reading in readings_of(text)
    )


MARQUEZ, BERG = ("García Márquez", "Gabriel José"), ("van der Berg", "Anne-Marie")
BRIEN, ANGELO, MUELLER = ("O’Brien", "Seán"), ("D'Angelo", "Ugo"), ("Müller", "Jürgen")
LI, DUC, ODEGARD = ("李", "小龙"), ("Nguyễn", "Văn Đức"), ("Ødegård", "Åse")
JOHN, ONE = ("St. John", "J.R."), ("Suharto", "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((MARQUEZ, text) for text in ("garcia", "GARCÍA", "Márquez", "marquez, gab")),
        *(
            (MARQUEZ, text)
            for text in ("jose garcia", "Gabriel Marquez", "garcia-marquez", "gar g")
        ),
        *((MARQUEZ, text) for text in ("gar g", "garciamarquez", "García Márquez Gabriel José")),
        *((BERG, text) for text in ("berg", "van der berg", "vanderberg", "Marie", "annemarie")),
        *((BERG, text) for text in ("Anne-Marie", "anne marie berg", "der berg", "Berg, A")),
        *((BRIEN, text) for text in ("O'Brien", "obrien", "O Brien", "O`Brien", "brien", "sean o")),
        *((BRIEN, text) for text in ("O\u02bbBrien", "o\u00b4brien", "Sea\u0301n")),
        *((ANGELO, text) for text in ("angelo", "dangelo", "d’angelo", "ugo d'a")),
        *((MUELLER, text) for text in ("muller", "mueller", "MÜLLER", "juergen", "jurgen mu")),
        *((MUELLER, text) for text in ("Mu\u0308ller", "müller j")),
        *(((("Mueller"), "Ruth"), text) for text in ("müller", "mueller r")),
        *((LI, text) for text in ("李小龙", "李 小龙", "小龙", "李", "li xiao")),
        *((DUC, text) for text in ("duc", "Đức", "van duc", "nguyen van", "DUC NGUYEN")),
        *((ODEGARD, text) for text in ("odegard", "oedegaard", "Ødegård", "ase", "aase")),
        *((JOHN, text) for text in ("st john", "St. John", "stjohn", "john", "jr", "j r")),
        *((ONE, text) for text in ("suharto", "su")),
        (("Brown Smith-Jones", ""), "smithjones"),
        (("Brown Smith-Jones", ""), "jones,smith"),
        *(((name, ""), text) for name, text in (("Łukasz", "lukasz"), ("Þórður", "thordur"))),
        *(((name, ""), text) for name, text in (("Æro", "aero"), ("Œuvre", "oeuvre"))),
        *(((name, ""), text) for name, text in (("Straße", "strasse"), ("Ħal", "hal"))),
        *(((name, ""), text) for name, text in (("Çelik", "celik"), ("Şık", "sik"))),
        *(((name, ""), text) for name, text in (("Ёлкин", "elkin"), ("Ёлкин", "Ёлк"))),
        *(((name, ""), text) for name, text in (("Yılmaz", "yilmaz"), ("Ŋaŋa", "nganga"))),
    ],
)
def test_a_name_is_found_however_it_is_typed(name: tuple[str, str], text: str) -> None:
    assert found(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (MARQUEZ, "arquez"),
        (MARQUEZ, "garcia maria"),
        (BERG, "bergen"),
        (BERG, "anne peter"),
        (MUELLER, "miller"),
        (LI, "李大"),
        (BRIEN, "12"),
        (BRIEN, "..."),
        (BRIEN, ""),
    ],
)
def test_a_name_is_not_found_by_what_it_does_not_have(name: tuple[str, str], text: str) -> None:
    assert not found(name, text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("O’Brien", "OBrien"), ("Anne-Marie", "Anne Marie"), ("García", "GARCIA"), ("Đức", "duc")],
)
def test_the_same_name_is_the_same_in_plain_letters(one: str, other: str) -> None:
    assert letters_of(one) == letters_of(other)


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("Lovelace", "Lovelase", True),
        ("Lovelace", "Lovlace", True),
        ("Lovelace", "Lovealce", True),
        ("Lovelace", "Lovelass", False),
        ("Ada", "Ida", True),
        ("Al", "El", False),
        ("", "B", False),
        ("", "", True),
    ],
)
def test_names_are_nearly_the_same_by_one_letter(one: str, other: str, is_near: bool) -> None:
    assert nearly_same(one, other) is is_near
    assert nearly_same(other, one) is is_near


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohammed", "muhammad"),
        ("catherine", "katherine"),
        ("stephen", "steven"),
        ("smith", "smyth"),
    ],
)
def test_names_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other) != ""


def test_three_letters_are_enough_for_a_sound() -> None:
    assert sound_of("ada") == "AT"


@pytest.mark.parametrize("word", ["", "li", "a123456", "1234"])
def test_what_is_short_or_a_number_has_no_sound(word: str) -> None:
    assert sound_of(word) == ""


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Ward Ä", "ward a"), ("  Łódź ", "lodz"), ("Øst", "ost"), ("Eye-clinic", "eye-clinic")],
)
def test_names_of_places_are_compared_without_case_and_accents(name: str, plain: str) -> None:
    assert folded(name) == plain


def test_a_masked_name_is_its_initials() -> None:
    assert masked("Lovelace", "Ada") == "A. L."
    assert masked("Suharto", "") == "S."


@given(st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_every_name_of_letters_is_found_by_itself(family: str, given_name: str) -> None:
    words = words_of(family, given_name)
    assert all(word.isascii() and word.isalnum() for word in words)
    for reading in readings_of(f"{family} {given_name}"):
        assert all(word.isascii() and word.isalnum() for word in reading)
    if any(letter.isalpha() for letter in letters_of(family)):
        assert found((family, given_name), family)
