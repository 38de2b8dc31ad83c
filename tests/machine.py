"""Random days at three desks, beside a model that only knows where each folder was seen last."""

import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select

from kiosk.domain.custody import SENDS
from kiosk.domain.days import day_of
from kiosk.domain.desk import Act, Source
from kiosk.domain.errors import EntryRefused, NothingThere
from kiosk.domain.loans import PlaceKind
from kiosk.domain.outcomes import Outcome
from kiosk.services.charts.correct import ChartEntry, correct_chart
from kiosk.services.charts.folders import prepare_temporary
from kiosk.services.charts.merge import join_temporary, list_merges, take_back_merge
from kiosk.services.charts.missing import approve_found
from kiosk.services.desk.answers import ScanAnswer
from kiosk.services.records.check import find_faults
from kiosk.services.setup.entries import ReasonEntry
from kiosk.services.setup.save import save_entry
from kiosk.settings import load_settings
from kiosk.store.open_database import open_database
from kiosk.store.rows import MissingReportRow, MovementRow, ReasonRow, ScanRow
from tests.retelling import retold
from tests.room import CARDIOLOGY, DONE, FILE_ROOM, SIGN_OFF, SURGERY, UNDO, RecordRoom

HERE = {FILE_ROOM: "File room A", CARDIOLOGY: "Cardiology", SURGERY: "Surgery"}
SHELF = "Shelf 3"
CARDS = (*HERE.values(), "File room B", "Ward 3", "Closed clinic")
NUMBERS = ("441027", "112233", "990017")
SENT = {Outcome.CHECKED_OUT, Outcome.TRANSFERRED, Outcome.SENT_BACK, Outcome.MOVED}
UNSEEN = {Outcome.KEPT_NOT_MOVED, Outcome.SAME_LABEL_TWICE}
desks = st.sampled_from(sorted(HERE))
pauses = st.sampled_from([1, 4, 10, 25, 70, 400, 2000])


class RecordRoomMachine(RuleBasedStateMachine):
    """Scans, cards, buttons and corrections in any order; after each, FIELD's invariants hold."""

    charts = Bundle("charts")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        settings = load_settings(data=Path(self.folder.name), timezone="UTC")
        self.room = RecordRoom(open_database(settings), settings).set_up()
        self.room.place(SHELF, PlaceKind.SPOT, inside="File room A")
        row_id = save_entry(self.room.database, ReasonEntry("Treatment"), self.room.now)
        with self.room.database.read() as reading:
            self.reason = reading.session.get_one(ReasonRow, row_id).code
        self.at: dict[str, str] = {}
        self.missing: dict[str, datetime] = {}
        self.facts = 0

    def teardown(self) -> None:
        faults = find_faults(self.room.database)
        assert faults == [], faults
        assert retold(self.room) == []
        self.room.database.close()
        self.folder.cleanup()

    @initialize(target=charts)
    def first_chart(self) -> str:
        return self.made(self.room.label(NUMBERS[0], NUMBERS[0]), FILE_ROOM)

    @rule(target=charts, number=st.sampled_from(NUMBERS), desk=desks)
    def new_folder(self, number: str, desk: str) -> str:
        return self.made(self.room.label(number, number), desk)

    def made(self, label: str, desk: str) -> str:
        answer = self.room.scan(label, desk)
        assert Outcome.FOLDER_REGISTERED in said(answer)
        self.at[label] = HERE[desk]
        return label

    @rule(chart=charts, desk=desks, after=pauses, source=st.sampled_from(Source))
    def scan_chart(self, chart: str, desk: str, after: int, source: Source) -> None:
        answer = self.room.scan(chart, desk, after, source)
        self.saw(answer, desk)

    @rule(chart=charts, desk=desks, minutes=st.integers(0, 90))
    def scan_made_offline(self, chart: str, desk: str, minutes: int) -> None:
        at = self.room.now - timedelta(minutes=minutes)
        now = self.room.now
        answer = self.room.scan(chart, desk, 0, stored=True, at=at, sent_at=now)
        self.saw(answer, desk)

    @rule(card=st.sampled_from(CARDS), desk=desks, after=pauses)
    def scan_place(self, card: str, desk: str, after: int) -> None:
        answer = self.room.scan(card, desk, after)
        if said(answer) & SENT:
            self.went(answer, card)

    @rule(desk=desks, after=pauses)
    def scan_shelf(self, desk: str, after: int) -> None:
        answer = self.room.scan(SHELF, desk, after)
        if Outcome.FILED in said(answer):
            self.went(answer, SHELF)
        elif said(answer) & SENT:  # from another place's desk it stands for its room
            self.went(answer, "File room A")

    @rule(desk=desks, command=st.sampled_from([DONE, SIGN_OFF, "Ines", "Omar", "Vera", "nonsense"]))
    def scan_what_moves_nothing(self, desk: str, command: str) -> None:
        self.room.scan(command, desk)

    @rule(desk=desks, after=pauses)
    def scan_reason(self, desk: str, after: int) -> None:
        answer = self.room.scan(self.reason, desk, after)
        if said(answer) & SENT:
            self.went(answer, answer.movements[-1].to_place.name)

    @rule(desk=desks, after=pauses)
    def undo(self, desk: str, after: int) -> None:
        answer = self.room.scan(UNDO, desk, after)
        if answer.outcome is Outcome.UNDONE:
            self.at[self.meant(answer)] = answer.movements[0].to_place.name
            self.again_missing()

    @rule(desk=desks)
    def undo_batch(self, desk: str) -> None:
        board = self.room.scan("nobody", desk).desk
        if board.batch_id is None:
            return
        answer = self.room.scan(UNDO, desk, source=Source.BUTTON, undoes_batch=board.batch_id)
        for one in answer.movements:
            assert one.kind.value == "undo"
        self.at |= {code: HERE[desk] for code in self.at if self.where(code) == HERE[desk]}

    @rule(chart=charts, desk=desks)
    def report_missing(self, chart: str, desk: str) -> None:
        answer = self.room.act(chart, Act.MISSING, desk=desk)
        self.missing.setdefault(self.meant(answer), self.room.now)

    @rule(chart=charts, desk=desks, hours=st.integers(0, 30))
    def came_back_earlier(self, chart: str, desk: str, hours: int) -> None:
        at = self.room.now - timedelta(hours=hours)
        answer = self.room.act(chart, Act.RETURNED, desk=desk, happened_at=at)
        if said(answer) & {Outcome.CHECKED_IN, Outcome.RECEIVED}:
            self.saw(answer, desk, at)

    @rule(chart=charts, desk=desks, act=st.sampled_from([Act.SHEETS, Act.SHEETS_CLEARED]))
    def other_act(self, chart: str, desk: str, act: Act) -> None:
        self.room.act(chart, act, "a letter", desk=desk)

    @rule(chart=charts, desk=desks, days=st.one_of(st.none(), st.integers(0, 30)))
    def extend(self, chart: str, desk: str, days: int | None) -> None:
        until = None if days is None else day_of(self.room.now, UTC) + timedelta(days=days)
        before = self.room.where(chart).due_at
        with suppress(EntryRefused):  # it may stay as long already
            self.room.act(chart, Act.EXTEND, desk=desk, until=until)
        after = self.room.where(chart).due_at
        assert before == after or (before and after and before < after)

    @rule(chart=charts, text=st.sampled_from(["OLD-1", "OLD-2"]), desk=desks)
    def tie_and_scan(self, chart: str, text: str, desk: str) -> None:
        with suppress(EntryRefused):  # it means another chart already
            self.room.act(chart, Act.TIE, text, by=self.room.sana)
        self.saw(self.room.scan(text, desk), desk)

    @rule(target=charts, chart=charts, desk=desks)
    def stand_in(self, chart: str, desk: str) -> str:
        self.missing.setdefault(self.meant(self.room.act(chart, Act.MISSING)), self.room.now)
        label = prepare_temporary(self.room.database, chart, self.room.now, self.room.viewer())
        return self.made(label, desk)

    @rule(chart=charts)
    def join(self, chart: str) -> None:
        try:
            join_temporary(self.room.database, chart, self.room.now, self.room.sana)
        except NothingThere:
            return
        del self.at[chart]
        self.missing.pop(chart, None)

    @rule(numbers=st.permutations(NUMBERS))
    def merge(self, numbers: list[str]) -> None:
        with suppress(EntryRefused):  # not on file, or one already
            self.room.merge(numbers[0], numbers[1])

    @rule(at=st.integers(0, 5))
    def take_back_merge(self, at: int) -> None:
        merges = [one for one in list_merges(self.room.database) if not one.taken_back]
        if merges:
            mrn, merge = self.room.settings.mrn_format, merges[at % len(merges)]
            take_back_merge(self.room.database, mrn, merge.id, self.room.now, self.room.sana)

    @rule(chart=charts, sensitive=st.booleans(), retired=st.booleans())
    def correct(self, chart: str, sensitive: bool, retired: bool) -> None:
        view = self.room.where(chart)
        home = self.room.codes["File room A"]
        entry = ChartEntry(self.room.record_type, str(view.volume), home, sensitive, retired)
        mrn = self.room.settings.mrn_format
        correct_chart(self.room.database, mrn, view.code, entry, self.room.now, self.room.sana)

    @rule()
    def approve_all_found(self) -> None:
        with self.room.database.read() as reading:
            found = select(MissingReportRow.id).where(MissingReportRow.found_scan_id.is_not(None))
            reports = reading.session.scalars(found.filter_by(approved_at=None)).all()
        for report in reports:
            approve_found(self.room.database, report, self.room.now, self.room.sana)

    def saw(self, answer: ScanAnswer, desk: str, at: datetime | None = None) -> None:
        """Note where a chart is, now that its label was scanned at a desk."""
        outcomes = said(answer)
        if outcomes & UNSEEN or answer.chart is None or not answer.scan.chart_id:
            return
        code = answer.chart.code
        sent = outcomes & SENT and answer.movements and answer.movements[-1].kind in SENDS
        if code in self.missing and (at or answer.scan.at) >= self.missing[code]:
            del self.missing[code]
        if Outcome.ALREADY_SENT in outcomes:  # seen, and on its way all the same
            return
        if sent:
            self.at[code] = answer.movements[-1].to_place.name
        elif not (self.at[code] == SHELF and HERE[desk] == "File room A"):
            self.at[code] = HERE[desk]

    def went(self, answer: ScanAnswer, to: str) -> None:
        """Note where a chart that was here went by a card; so somebody had it."""
        self.at[self.meant(answer)] = to
        self.missing.pop(self.meant(answer), None)

    def meant(self, answer: ScanAnswer) -> str:
        assert answer.chart
        return answer.chart.code

    def again_missing(self) -> None:
        for code in self.at:
            if self.room.where(code).missing:
                self.missing.setdefault(code, self.room.now)

    def where(self, code: str) -> str:
        return self.room.where(code).location.name

    @invariant()
    def every_chart_is_where_it_was_seen_or_sent(self) -> None:
        assert {code: self.where(code) for code in self.at} == self.at
        missing = {code for code in self.at if self.room.where(code).missing}
        assert missing == set(self.missing), missing ^ set(self.missing)

    @invariant()
    def facts_are_only_added(self) -> None:
        with self.room.database.read() as reading:
            rows = sum(
                reading.session.scalar(select(func.count()).select_from(table)) or 0
                for table in (ScanRow, MovementRow)
            )
        assert rows >= self.facts
        self.facts = rows


def said(answer: ScanAnswer) -> set[Outcome]:
    return {answer.outcome, *answer.also}
