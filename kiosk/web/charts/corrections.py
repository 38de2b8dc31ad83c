"""What only a signed-in supervisor does: correct, merge, join, tie, approve."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kiosk.domain.desk import Act
from kiosk.domain.errors import ChartError, EntryRefused
from kiosk.domain.roles import May
from kiosk.services.access.sign_in import require
from kiosk.services.charts.correct import ChartEntry, correct_chart, correct_patient
from kiosk.services.charts.find import find_charts
from kiosk.services.charts.folders import PatientEntry
from kiosk.services.charts.merge import (
    join_temporary,
    list_merges,
    merge_patients,
    take_back_merge,
    two_patients,
)
from kiosk.services.charts.missing import approve_found, search_list, tick_place
from kiosk.services.desk.take_scan import retell_scan
from kiosk.store.queries.views import PatientView
from kiosk.web.charts.pages import press, show_chart
from kiosk.web.http.room import given_id, now, path_within, room, signed, station_key, viewer
from kiosk.web.words.refusals import in_words

pages = Blueprint("corrections", __name__)
_ID = "int(max=9223372036854775807)"


@pages.post(f"/patients/<{_ID}:patient_id>")
def patient(patient_id: int) -> AnyResponse:
    """Correct a patient's number, name, or dates of birth and death."""
    form, by = request.form, signed()
    entry = PatientEntry(
        form.get("mrn", ""),
        form.get("family_name", ""),
        form.get("given_name", ""),
        form.get("birth_date", "") or form.get("birth_about", ""),
        form.get("died", ""),
    )
    code = form.get("code", "")
    try:
        correct_patient(room().database, room().settings, patient_id, entry, now(), by)
    except EntryRefused as error:
        return show_chart(code, error)
    return redirect(url_for("charts.chart", code=code))


@pages.post("/charts/<code>/correct")
def chart(code: str) -> AnyResponse:
    """Correct a chart's type, volume or home; make it sensitive, or retire it."""
    form, by = request.form, signed()
    entry = ChartEntry(
        given_id("record_type") or 0,
        form.get("volume", ""),
        form.get("home", ""),
        "sensitive" in form,
        "retired" in form,
    )
    try:
        correct_chart(room().database, room().settings.mrn_format, code, entry, now(), by)
    except EntryRefused as error:
        return show_chart(code, error)
    return redirect(url_for("charts.chart", code=code))


@pages.post("/charts/<code>/join")
def join(code: str) -> AnyResponse:
    """Note that a temporary folder was put into its chart."""
    real = join_temporary(room().database, code, now(), signed())
    return redirect(url_for("charts.chart", code=real))


@pages.get("/merges")
def merges() -> str:
    """Show which numbers were merged, and ask for two that are one patient."""
    return _merges("")


@pages.post("/merges")
def merge() -> AnyResponse | tuple[str, int] | str:
    """Show whose two numbers are; then let them be one patient."""
    form, by = request.form, signed()
    mrn, former, into = room().settings.mrn_format, form.get("former", ""), form.get("into", "")
    try:
        if form.get("act") != "merge":
            return _merges("", two_patients(room().database, mrn, former, into, by))
        merge_patients(room().database, mrn, former, into, now(), by)
    except ChartError as error:
        return _merges(in_words(error)), 422
    return redirect(url_for("corrections.merges"))


@pages.post(f"/merges/<{_ID}:merge_id>/take-back")
def unmerge(merge_id: int) -> AnyResponse:
    """Let two merged numbers be two patients again."""
    take_back_merge(room().database, room().settings.mrn_format, merge_id, now(), signed())
    return redirect(url_for("corrections.merges"))


@pages.get("/ties/<scan_id>")
def choose_tie(scan_id: str) -> Response:
    """Ask for the chart that a label of another system means."""
    return _tie_page(scan_id, "")


@pages.post("/ties/<scan_id>")
def tie(scan_id: str) -> AnyResponse:
    """Find the chart, or tie the label that this scan read to it."""
    form = request.form
    if form.get("act") == "find":
        return _tie_page(scan_id, form.get("find", ""))
    require(signed(), May.CORRECT)
    try:
        tied_id = press(form.get("chart", ""), act=Act.TIE, note=_read_by(scan_id))
    except ChartError as error:
        return _tie_page(scan_id, form.get("find", ""), in_words(error))
    return redirect(url_for("charts.chart", code=form.get("chart", ""), said=tied_id))


@pages.get(f"/missing/<{_ID}:report_id>")
def search(report_id: int) -> str:
    """Show where to look for a missing chart."""
    found = search_list(room().database, viewer(), report_id)
    return render_template("charts/missing.html", search=found, report_id=report_id)


@pages.post(f"/missing/<{_ID}:report_id>/ticks")
def tick(report_id: int) -> AnyResponse:
    """Note that a place was looked at in vain."""
    looked = "looked" in request.form
    tick_place(room().database, viewer(), report_id, given_id("place") or 0, looked=looked)
    return redirect(url_for("corrections.search", report_id=report_id))


@pages.post(f"/missing/<{_ID}:report_id>/approve")
def approve(report_id: int) -> AnyResponse:
    """Close the report of a chart that was found."""
    approve_found(room().database, report_id, now(), signed())
    return redirect(path_within(request.form.get("back", "")))


def _merges(error: str, pair: tuple[PatientView, PatientView] | None = None) -> str:
    require(signed(), May.CORRECT)
    listed = list_merges(room().database)
    return render_template("charts/merges.html", merges=listed, error=error, pair=pair)


def _read_by(scan_id: str) -> str:
    """Return the text that a scan of this station read, as long as it is kept."""
    said = retell_scan(room().database, room().settings, station_key(), scan_id, now())
    return said.scan.text if said else ""


def _tie_page(scan_id: str, text: str, error: str = "") -> Response:
    require(signed(), May.CORRECT)
    found = find_charts(room().database, viewer(), text)
    page = render_template(
        "charts/tie.html", label=_read_by(scan_id), found=found, text=text, error=error
    )
    return make_response(page, 422 if error else 200)
