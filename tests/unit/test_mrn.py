"""What a patient's number is: read, kept, shown, sorted and renewed by the room's own pattern."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import EntryRefused
from kiosk.domain.mrn import MrnFormat, parse_format, patterns_of
from kiosk.domain.number_pattern import PatternRefused
from kiosk.domain.why import Why

MRN = MrnFormat()
SIX, SEVEN, EIGHT, TEN = "99-99-99", "9-99-99-99", "99-99-99-99", "999 999 9999"
GROWN, YEAR = "[99]-99-99-99", "[999]9/9999"


@pytest.fixture(autouse=True)
def read_anew() -> None:
    """Let each test read its patterns itself, so that a change in how they are read is noticed."""
    patterns_of.cache_clear()


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("441027", "441027", "44-10-27"),
        ("44-10-27", "441027", "44-10-27"),
        ("44.10.27", "441027", "44-10-27"),
        ("44 10 27", "441027", "44-10-27"),
        ("44\u00a010\u00a027", "441027", "44-10-27"),
        ("44\u201010\u201027", "441027", "44-10-27"),
        (" 44-10-27 ", "441027", "44-10-27"),
        ("1027", "001027", "00-10-27"),
        ("7", "000007", "00-00-07"),
        ("0441027", "441027", "44-10-27"),
    ],
)
def test_a_number_keeps_its_zeros(typed: str, kept: str, shown: str) -> None:
    assert MRN.read(typed) == kept
    assert MRN.meant(typed) == kept
    assert MRN.shown(kept) == shown


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.NEEDED),
        ("   ", Why.NEEDED),
        ("44102.0", Why.DECIMAL),
        ("441027.0", Why.DECIMAL),
        ("441020.0", Why.DECIMAL),
        ("1027.00", Why.DECIMAL),
        ("12345.6", Why.DECIMAL),
        ("12345,6", Why.DECIMAL),
        ("4.41027E+05", Why.SHORT_FORM),
        ("4,41027e+05", Why.SHORT_FORM),
        ("4E+05", Why.SHORT_FORM),
        ("4E05", Why.SHORT_FORM),
        ("1/2/03", Why.A_DATE),
        ("4-10-27", Why.A_DATE),
        ("2003-02-01", Why.A_DATE),
        ("02-Jan-03", Why.A_DATE),
        ("2 January 2003", Why.A_DATE),
        ("02JAN03", Why.A_DATE),
        ("Total", Why.NO_NUMBER),
        ("nan", Why.NO_NUMBER),
        ("NULL", Why.NO_NUMBER),
        ("N/A", Why.NO_NUMBER),
        ("UNKNOWN", Why.NO_NUMBER),
        ("TRUE", Why.NO_NUMBER),
        ("End of report", Why.NO_NUMBER),
        ("-", Why.NO_NUMBER),
        ("0", Why.NOBODYS_ZERO),
        ("000000", Why.NOBODYS_ZERO),
        ("00-00-00", Why.NOBODYS_ZERO),
        ("44/10/27", Why.A_DATE),
        ("44-1027", Why.NOT_AS_HERE),
        ("441-027", Why.NOT_AS_HERE),
        ("44-10.27", Why.NOT_AS_HERE),
        ("44--10--27", Why.NOT_AS_HERE),
        ("-44-10-27", Why.NOT_AS_HERE),
        ("44-10-27-", Why.NOT_AS_HERE),
        ("-441027", Why.NOT_AS_HERE),
        ("1027 (old)", Why.NOT_AS_HERE),
        ("441027;", Why.NOT_AS_HERE),
        ("٤٤١٠٢٧", Why.NOT_AS_HERE),
        ("4410271", Why.TOO_MANY_DIGITS),
        ("44-10-27-11", Why.NOT_AS_HERE),
        ("A" + "1" * 20, Why.NOT_AS_HERE),
    ],
)
def test_what_is_no_number_is_refused_with_what_it_looks_like(text: str, why: Why) -> None:
    with pytest.raises(EntryRefused) as refused:
        MRN.read(text)
    assert (refused.value.field, refused.value.why) == ("mrn", why)
    assert MRN.exact(text) is None


@given(st.text(alphabet="0123456789 ./-E+,abcNT", max_size=12))
def test_a_text_means_its_own_digits_or_nothing(text: str) -> None:
    kept = MRN.exact(text)
    if kept is None or not kept.isdigit():
        return
    digits = "".join(one for one in text if one.isdigit())
    assert kept == digits.zfill(6)
    assert digits in (
        text.strip(),
        "".join(text.split()),
        *(text.strip().replace(one, "") for one in ".-"),
    )


@pytest.mark.parametrize(
    ("pattern", "text", "kept", "shown", "section", "terminal"),
    [
        (SEVEN, "1234567", "1234567", "1-23-45-67", "67", "6745123"),
        (SEVEN, "1-23-45-67", "1234567", "1-23-45-67", "67", "6745123"),
        (SEVEN, "44-10-27", "0441027", "0-44-10-27", "27", "2710044"),
        (SEVEN, "441027", "0441027", "0-44-10-27", "27", "2710044"),
        (EIGHT, "12-34-56-78", "12345678", "12-34-56-78", "78", "78561234"),
        (EIGHT, "44.10.27", "00441027", "00-44-10-27", "27", "27100044"),
        (TEN, "9434765919", "9434765919", "943 476 5919", "5919", "5919476943"),
        (TEN, "943-476-5919", "9434765919", "943 476 5919", "5919", "5919476943"),
        ("999.999.999", "123.456.789", "123456789", "123.456.789", "789", "789456123"),
        ("99999-99999", "12345-67890", "1234567890", "12345-67890", "67890", "6789012345"),
        ("99-99", "10-27", "1027", "10-27", "27", "2710"),
        (GROWN, "441027", "441027", "44-10-27", "27", "27100044"),
        (GROWN, "0441027", "441027", "44-10-27", "27", "27100044"),
        (GROWN, "1441027", "1441027", "1-44-10-27", "27", "27100144"),
        (GROWN, "12-44-10-27", "12441027", "12-44-10-27", "27", "27101244"),
        (GROWN, "7", "000007", "00-00-07", "07", "07000000"),
        ("[9]99-99-99", "1441027", "1441027", "144-10-27", "27", "2710144"),
        ("9999999", "1234567", "1234567", "1234567", "", ""),
        ("A999999", "a123456", "A123456", "A123456", "", ""),
        ("A99-99-99", "A 12.34.56", "A123456", "A12-34-56", "56", "563412A"),
        ("@99-99", "B1234", "B1234", "B12-34", "34", "3412B"),
        ("@.99-99", "B1234", "B1234", "B.12-34", "34", "3412B"),
        ("99-99-99[@]", "441027", "441027", "44-10-27", "27", "271044 "),
        ("99-99-[@@]", "1234", "1234", "12-34", "34", "3412  "),
        ("[@]-99-99", "1234", "1234", "12-34", "34", "3412 "),
        ("99-99-99[@]", "44-10-27b", "441027B", "44-10-27B", "27", "271044B"),
        ("QECH-ARV-99999", "QECH-ARV-12345", "QECHARV12345", "QECH-ARV-12345", "", ""),
        ("QECH-ARV-99999", "qecharv12345", "QECHARV12345", "QECH-ARV-12345", "", ""),
        ("QECH-ARV-99999", "QECH ARV-45", "QECHARV00045", "QECH-ARV-00045", "", ""),
        (YEAR, "12/2024", "12/2024", "12/2024", "2024", "20240012"),
        (YEAR, "0012/2024", "12/2024", "12/2024", "2024", "20240012"),
        ("ARV/9999", "arv/17", "ARV/0017", "ARV/0017", "", ""),
        ("99-99-99 or @9999", "441027", "441027", "44-10-27", "27", "271044"),
        ("99-99-99 or @9999", "t12", "T0012", "T0012", "", ""),
        ("9@99", "4E05", "4E05", "4E05", "05", "054E"),
    ],
)
def test_each_pattern_keeps_shows_and_files_its_own_numbers(
    pattern: str, text: str, kept: str, shown: str, section: str, terminal: str
) -> None:
    mrn = MrnFormat(pattern)
    assert (mrn.read(text), mrn.shown(kept), mrn.section(kept)) == (kept, shown, section)
    assert mrn.read(shown) == kept
    assert mrn.fits(kept)
    in_order = f"~{mrn.number_key(kept, 3, 2)}"
    expected = f"{terminal}|0000000000000000003|002" if terminal else in_order
    assert mrn.terminal_key(kept, 3, 2) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "why"),
    [
        (SIX, "A123456", Why.NOT_AS_HERE),
        (SIX, "ab12", Why.NOT_AS_HERE),
        (SIX, "12E456", Why.NOT_AS_HERE),
        (SIX, "10-27", Why.NOT_AS_HERE),
        (SIX, "441 0271", Why.TOO_MANY_DIGITS),
        (SIX, "44 102.0", Why.DECIMAL),
        ("@999999", "X000000", Why.NOBODYS_ZERO),
        (SEVEN, "12-34-56-7", Why.NOT_AS_HERE),
        (SEVEN, "4-10-27", Why.A_DATE),
        (EIGHT, "10-27", Why.NOT_AS_HERE),
        (TEN, "476 5919", Why.NOT_AS_HERE),
        (TEN, "12345678901", Why.TOO_MANY_DIGITS),
        ("99-99", "10.27", Why.DECIMAL),
        (GROWN, "123441027", Why.TOO_MANY_DIGITS),
        (GROWN, "1-2-44-10-27", Why.NOT_AS_HERE),
        ("A999999", "123456", Why.NOT_AS_HERE),
        ("A999999", "B123456", Why.NOT_AS_HERE),
        ("A999999", "A1234567", Why.NOT_AS_HERE),
        ("A999999", "A000000", Why.NOBODYS_ZERO),
        ("A999999", "A12-34-56", Why.NOT_AS_HERE),
        ("QECH-ARV-99999", "QECH-ART-12345", Why.NOT_AS_HERE),
        (YEAR, "12/20241", Why.NOT_AS_HERE),
        (YEAR, "122024", Why.NOT_AS_HERE),
        (YEAR, "1/2/2024", Why.A_DATE),
        ("999 999 9999 check nhs", "943 476 5918", Why.CHECK_DIGITS),
        ("9999999 check luhn", "7992739", Why.CHECK_DIGITS),
        ("9999 check mod97", "1234", Why.CHECK_DIGITS),
    ],
)
def test_what_does_not_fit_a_pattern_is_refused(pattern: str, text: str, why: Why) -> None:
    with pytest.raises(EntryRefused) as refused:
        MrnFormat(pattern).read(text)
    assert (refused.value.field, refused.value.why) == ("mrn", why)


def test_a_refusal_says_how_a_number_should_look() -> None:
    for text, facts in (("4410271", {"count": 7, "length": 6}), ("A1", {"example": "44-10-27"})):
        with pytest.raises(EntryRefused) as refused:
            MRN.read(text)
        assert refused.value.facts.items() >= facts.items()
    with pytest.raises(EntryRefused) as refused:
        MrnFormat("99 or 9999").read("12345")
    assert refused.value.facts["length"] == 4


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *((text, "441027") for text in ("441027", "44-10-27", "mrn 441027", "MRN: 44-10-27")),
        *((text, "441027") for text in ("#441027", "No. 441027", "nr.441027", "№ 441027")),
        *((text, "441027") for text in ("441027-1", "441027/12", "44-10-27 vol 3", "441027 V. 3")),
        *((text, "441027") for text in ("MRN #441027-1", " 441027 ", "441027vol2")),
        ("1027", "001027"),
        *((text, None) for text in ("441-027", "1027-1", "441027-1234", "441027-1-1", "mrn", "")),
        *((text, None) for text in ("mrna 441027", "44102.7", "1027 vol")),
    ],
)
def test_a_number_is_meant_however_it_is_said(text: str, number: str | None) -> None:
    assert MRN.meant(text) == number


@pytest.mark.parametrize(
    ("pattern", "text", "number"),
    [
        ("[99]99-99-99", "12-44-10-27", None),
        ("[99999]9", "441-027", None),
        ("@[999]9", "B10-24", None),
        ("@[999]9", "B10", "B10"),
        ("99999 or NO99999", "NO 12345", "NO12345"),
        ("MRN-99999", "MRN-12345", "MRN12345"),
    ],
)
def test_a_number_in_other_groups_is_no_shorter_one_with_a_volume(
    pattern: str, text: str, number: str | None
) -> None:
    assert MrnFormat(pattern).meant(text) == number


@pytest.mark.parametrize(
    ("pattern", "text", "part"),
    [
        *((SIX, text, "1027") for text in ("1027", "10-27", "mrn 1027", "#10 27", "10\u201127")),
        *((SIX, text, "") for text in ("27", "", "1027.0", "4-10-27", "441-027", "abc", "10_27")),
        (SIX, "441027", "441027"),
        (SIX, "a 12", "A12"),
        (SIX, "1" * 20, "1" * 20),
        (SIX, "1" * 21, ""),
        (SEVEN, "441-027", "441027"),
        ("QECH-ARV-99999", "qech-arv-12", "QECHARV12"),
        (YEAR, "12/20", "12/20"),
    ],
)
def test_a_part_of_a_number_is_looked_for_without_its_separators(
    pattern: str, text: str, part: str
) -> None:
    assert MrnFormat(pattern).part(text) == part


def test_a_number_of_another_format_is_shown_as_it_is_and_stands_in_no_section() -> None:
    assert (MRN.shown("A12"), MRN.section("A12"), MRN.natural("A12")) == ("A12", "", "A12")
    assert MRN.terminal_key("A12", 3, 2) == "~A12|0000000000000000003|002"
    assert parse_format(GROWN) == MrnFormat(GROWN)


def test_a_made_up_number_has_the_digits_that_were_given() -> None:
    assert MRN.numbered(441027) == "441027"
    assert MrnFormat("9" * 20).digits == 20
    assert MrnFormat(f"{TEN} check nhs").numbered(9434765910) == "9434765919"


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("999 999 9999 check nhs", "943 476 5919"),
        ("[999]99999999 check luhn", "79927398713"),
        ("99 99 99 check mod97", "12 34 82"),
        ("A99-99-99 check luhn or 99-99-99", "12-34-56"),
        ("A99-99 check luhn", "A12-30"),
    ],
)
def test_a_number_with_right_check_digits_is_taken(pattern: str, number: str) -> None:
    mrn = MrnFormat(pattern)
    assert mrn.shown(mrn.read(number)) == number


@pytest.mark.parametrize(
    "pattern",
    [
        *("", "abc", "1234", "9-", "-9", "/99", "99/", "99..99", "[9]", "99[9]99", "[[9]]9"),
        *("9" * 21, "K9999999999", "@9999999999", "99 check foo", "9 check nhs", "99 or "),
        *("99[@]99", "99A-/99", "99--99", "99 check luhn check nhs"),
    ],
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused):
        parse_format(pattern)


@pytest.mark.parametrize(
    ("pattern", "in_order"),
    [
        ("@[999]9", ["A9", "A10", "A99", "A100", "B1"]),
        (YEAR, ["2/2024", "2/2025", "12/2024", "100/2023"]),
        (GROWN, ["44-10-27", "99-99-99", "1-00-00-00", "10-00-00-00"]),
        ("99[@]", ["12", "12A", "12B", "13"]),
        ("[999]9", ["9", "10", "99", "100", "1000"]),
    ],
)
def test_numbers_are_ordered_as_people_count(pattern: str, in_order: list[str]) -> None:
    mrn = MrnFormat(pattern)
    keys = [mrn.number_key(mrn.read(text), 9, 9) for text in in_order]
    assert all(one < other for one, other in pairwise(keys))
    assert mrn.number_key(mrn.read(in_order[0]), 10, 1) > keys[0]


@pytest.mark.parametrize(
    ("former", "text", "pattern", "kept"),
    [
        (SIX, "441027", SEVEN, "0441027"),
        (SIX, "441027", GROWN, "441027"),
        (SEVEN, "0441027", SIX, "441027"),
        (SEVEN, "1441027", SIX, None),
        ("A999999", "A000012", "@[99999]9", "A12"),
        (SIX, "441027", "A999999", None),
        (SIX, "441027", "999 999 9999 check nhs", "0000441027"),  # given is given
    ],
)
def test_a_number_is_renewed_by_another_pattern(
    former: str, text: str, pattern: str, kept: str | None
) -> None:
    assert MrnFormat(pattern).renewed(MrnFormat(former).read(text)) == kept


@given(st.sampled_from([SIX, GROWN, TEN, "A99-99-99", YEAR, "99-99-99[@]"]), st.integers(1, 10**9))
def test_a_made_up_number_is_one_of_the_patterns_own(pattern: str, number: int) -> None:
    mrn = MrnFormat(pattern)
    kept = mrn.numbered(number)
    assert mrn.fits(kept)
    assert mrn.renewed(kept) == kept
    assert mrn.renewed(mrn.shown(kept)) == kept
