"""The room's way of writing numbers changes: nobody is lost, nobody doubled, and it is one fact."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select, update

from kiosk.cli import main
from kiosk.domain.errors import DatabaseRefused
from kiosk.domain.mrn import MrnFormat
from kiosk.domain.why import Unusable
from kiosk.services.charts.find import find_charts
from kiosk.services.records.check import find_faults
from kiosk.services.records.new_rows import new_patient_row
from kiosk.services.records.renumber import SUBJECT, preview, renumber, require_format
from kiosk.settings import load_settings
from kiosk.store.engine import new_id
from kiosk.store.queries.audits import newest_detail
from kiosk.store.rows import AuditRow, ChartRow, PatientRow
from kiosk.web.words.refusals import UNUSABLE
from tests.room import RecordRoom

SEVEN = "9-99-99-99"
TypeIn = Callable[..., Result]


@pytest.fixture
def type_in(room: RecordRoom, monkeypatch: pytest.MonkeyPatch) -> TypeIn:
    monkeypatch.setenv("KIOSK_DATA", str(room.settings.data))
    return lambda *words, **more: CliRunner().invoke(main, list(words), **more)


def numbers(room: RecordRoom) -> list[str]:
    with room.database.read() as reading:
        return list(reading.session.scalars(select(PatientRow.mrn).order_by(PatientRow.mrn)))


def keys(room: RecordRoom, code: str) -> tuple[str, str]:
    with room.database.read() as reading:
        row = reading.session.scalars(select(ChartRow).filter_by(code=code)).one()
        return row.number_key.split("|")[0], row.terminal_key.split("|")[0]


def kept(room: RecordRoom) -> dict[str, object]:
    with room.database.read() as reading:
        return newest_detail(reading.connection, SUBJECT)


def rules(room: RecordRoom) -> int:
    with room.database.read() as reading:
        kept = select(func.count()).select_from(AuditRow).filter_by(subject=SUBJECT)
        return reading.session.scalar(kept) or 0


def test_a_room_is_opened_by_the_pattern_that_it_is_kept_by(either_room: RecordRoom) -> None:
    room = either_room
    room.chart()
    usual = MrnFormat()
    require_format(room.database, usual, room.now)
    require_format(room.database, usual, room.now)
    assert rules(room) == 1
    with pytest.raises(DatabaseRefused) as refused:
        require_format(room.database, MrnFormat(SEVEN), room.now)
    assert refused.value.why is Unusable.OTHER_FILING
    assert (refused.value.facts["count"], refused.value.facts["charts"]) == (1, 1)
    require_format(room.database, MrnFormat("99-99-99 or @9999"), room.now)
    assert kept(room)["pattern"] == "99-99-99 or @9999"  # it takes in more, and changes nothing
    assert numbers(room) == ["441027"]


def test_numbers_that_do_not_fit_are_counted_and_nothing_is_written(room: RecordRoom) -> None:
    room.settings = load_settings(data=room.settings.data, mrn_pattern="@99999 or 99-99-99")
    for at, number in enumerate(("T00012", "T00013", "441027")):
        room.chart(number, family=f"F{at}")
    for asked in (preview, lambda database, mrn: require_format(database, mrn, room.now)):
        with pytest.raises(DatabaseRefused) as refused:
            asked(room.database, MrnFormat())
        assert refused.value.why is Unusable.OTHER_NUMBERS
        assert (refused.value.facts["count"], refused.value.facts["example"]) == (2, "T00012")
    assert rules(room) == 0


def test_two_patients_never_become_one(room: RecordRoom) -> None:
    room.label("441027")
    with room.database.write() as writing:  # as a former release kept it, by another length
        row = new_patient_row(new_id(), "0441027", "Hopper", "Grace", None)
        writing.session.add(PatientRow(**row))
    with pytest.raises(DatabaseRefused) as refused:
        require_format(room.database, MrnFormat(), room.now)
    assert refused.value.why is Unusable.NUMBERS_TWICE
    assert (refused.value.facts["count"], refused.value.facts["example"]) == (1, "441027")


def test_a_merged_chart_is_filed_by_the_number_that_goes_on(room: RecordRoom) -> None:
    code = room.chart("112233", family="Byron")
    room.chart()
    room.merge()
    mrn = MrnFormat(SEVEN)
    renumber(room.database, mrn, preview(room.database, mrn), room.now)
    assert keys(room, code) == ("0441027", "2710044")
    assert numbers(room) == ["0112233", "0441027"]


def test_keys_of_a_former_release_are_compared_before_a_pattern_is_kept(room: RecordRoom) -> None:
    room.chart()
    with room.database.write() as writing:
        writing.session.execute(update(ChartRow).values(terminal_key="027441|1|001"))
    with pytest.raises(DatabaseRefused) as refused:
        require_format(room.database, MrnFormat(), room.now)
    assert (refused.value.facts["count"], refused.value.facts["charts"]) == (0, 1)


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def a_seventh_digit(
        self, room: RecordRoom, type_in: TypeIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.ada, self.grace = room.chart(), room.chart("000012", family="Hopper")
        self.verified = room.listed("unverified")
        assert type_in("admin", "Sana", "--pin", "271828").exit_code == 0
        monkeypatch.setenv("KIOSK_MRN_PATTERN", SEVEN)

    @pytest.mark.parametrize("words", [["serve"], ["admin", "Sana", "--pin", "271828"]])
    def test_nothing_starts_before_it(self, type_in: TypeIn, words: list[str]) -> None:
        done = type_in(*words)
        assert done.exit_code == 1
        facts = {"pattern": SEVEN, "former": ", 99-99-99", "count": 2, "charts": 2}
        assert UNUSABLE[Unusable.OTHER_FILING].format(**facts) in done.output

    def test_a_no_changes_nothing(self, room: RecordRoom, type_in: TypeIn) -> None:
        done = type_in("renumber", input="n\n")
        assert done.exit_code == 1
        assert "441027 becomes 0-44-10-27" in done.output
        assert numbers(room) == ["000012", "441027"]
        assert rules(room) == 1

    def test_a_yes_keeps_a_copy_and_writes_numbers_keys_and_one_fact(
        self, room: RecordRoom, type_in: TypeIn
    ) -> None:
        done = type_in("renumber", input="y\n")
        assert done.exit_code == 0, done.output
        assert numbers(room) == ["0000012", "0441027"]
        assert keys(room, self.ada) == ("0441027", "2710044")
        told = {"pattern": SEVEN, "before": "99-99-99", "numbers": 2, "charts": 2}
        assert kept(room) == told | {"program": "command-line"}
        assert len(list(Path(room.settings.data).glob("*.before-renumber.db"))) == 1
        assert room.listed("unverified") == self.verified  # what is printed still finds the chart
        assert find_faults(room.database) == []
        assert type_in("admin", "Sana", "--pin", "271828").exit_code == 0

    def test_former_numbers_find_the_patient_and_files_double_nobody(
        self, room: RecordRoom, type_in: TypeIn
    ) -> None:
        type_in("renumber", input="y\n")
        room.settings = load_settings(data=room.settings.data, mrn_pattern=SEVEN, timezone="UTC")
        for text in ("441027", "44-10-27", "0441027", "0-44-10-27", "00441027"):
            found = find_charts(room.database, room.viewer(), text).charts
            assert [one.code for one in found] == [self.ada], text
        file = "mrn,family_name\n441027,Lovelace\n12,Hopper\n44-10-27,Lovelace\n"
        assert room.take_file("patients", file).added == 0

    def test_a_pattern_that_does_not_fit_is_refused(
        self, room: RecordRoom, type_in: TypeIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KIOSK_MRN_PATTERN", "99-99")
        done = type_in("renumber", input="y\n")
        assert done.exit_code == 1
        facts = {"pattern": "99-99", "count": 1, "example": "441027"}
        assert UNUSABLE[Unusable.OTHER_NUMBERS].format(**facts) in done.output
        assert numbers(room) == ["000012", "441027"]
