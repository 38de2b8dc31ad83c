"""New folder: find the patient or add one, choose the volume, print the label."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kiosk.domain.errors import ChartError, EntryRefused, NothingThere, PatientExists
from kiosk.domain.loans import PlaceKind
from kiosk.domain.why import Why
from kiosk.services.charts.find import find_patients
from kiosk.services.charts.folders import FolderEntry, PatientEntry, prepare_folder
from kiosk.services.printing.label_texts import label_texts
from kiosk.services.setup.listed import list_places, list_record_types
from kiosk.store.queries.views import FoundPatients
from kiosk.web.http.room import given_id, now, room, viewer
from kiosk.web.printing.labels import checking_desk
from kiosk.web.words.refusals import in_words
from labels import FolderLabel

pages = Blueprint("folders", __name__)
NEW_PATIENT = ("mrn", "family_name", "given_name", "birth_date", "birth_about")


@pages.get("/folders/new")
def new() -> Response:
    """Ask for the patient and the folder."""
    return _form(FoundPatients())


@pages.post("/folders/new")
def make() -> AnyResponse:
    """Find the patient, or make the label."""
    form = request.form
    if form.get("act") == "find":
        return _form(find_patients(room().database, viewer(), form.get("find", "")))
    try:
        code = prepare_folder(room().database, room().settings, _entry(), now(), viewer())
    except PatientExists as error:
        found = error.facts["patients"]
        assert isinstance(found, list)
        shown = viewer().shows_patients(room().database, found)
        same = FoundPatients(shown, len(shown))
        return _form(same, error, same_number=bool(error.facts["same_number"]))
    except ChartError as error:
        return _form(_chosen(), error)
    return redirect(url_for("folders.label", code=code))


@pages.get("/folders/<code>")
def label(code: str) -> str:
    """Show the new folder's label, print it, and say what comes next."""
    face = label_texts(room().database, viewer(), code)
    if not isinstance(face, FolderLabel):
        raise NothingThere(what="folder")
    return render_template("charts/folder_label.html", face=face, **checking_desk())


def _entry() -> FolderEntry:
    form = request.form
    chosen = form.get("patient", "")
    patient: PatientEntry | int = PatientEntry(
        form.get("mrn", ""),
        form.get("family_name", ""),
        form.get("given_name", ""),
        form.get("birth_date", "") or form.get("birth_about", ""),
        other_person="other_person" in form,
    )
    is_filled_in = any(form.get(name, "").strip() for name in NEW_PATIENT)
    if chosen and is_filled_in and "noticed" not in form:
        raise EntryRefused(field="patient", why=Why.TWO_PATIENTS)
    if chosen:
        patient = given_id("patient") or 0
    return FolderEntry(
        patient,
        given_id("record_type") or 0,
        form.get("home", ""),
        form.get("volume", ""),
    )


def _chosen() -> FoundPatients:
    """Keep showing the patients that were found, so that nothing has to be typed again."""
    text = request.form.get("find", "")
    return find_patients(room().database, viewer(), text) if text else FoundPatients()


def _form(
    whose: FoundPatients, error: ChartError | None = None, *, same_number: bool = False
) -> Response:
    places = list_places(room().database)
    rooms = [place for place in places if place.kind is PlaceKind.FILE_ROOM]
    page = render_template(
        "charts/new_folder.html",
        whose=whose,
        record_types=list_record_types(room().database),
        rooms=rooms,
        error=in_words(error) if error else "",
        noticed=isinstance(error, PatientExists),
        namesake=isinstance(error, PatientExists) and not same_number,
        searched=request.form.get("act") == "find",
    )
    response = make_response(page)
    response.status_code = 422 if error else 200
    return response
