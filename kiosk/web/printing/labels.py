"""Printing: one label as it will be, many at once, cards; and the form that all pages print by."""

import secrets

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from kiosk.domain.codes import Code, Command, Kind, parse
from kiosk.domain.errors import ChartError, NothingThere
from kiosk.domain.roles import May
from kiosk.reading import missing_readers
from kiosk.services.access.sign_in import require
from kiosk.services.charts.find import find_charts
from kiosk.services.printing.batches import desk_set, find_batch
from kiosk.services.printing.label_texts import label_texts
from kiosk.services.printing.print_labels import (
    SET,
    SLIPS,
    USUAL,
    PrintJob,
    catalogue,
    preview_label,
    print_labels,
)
from kiosk.services.printing.printers import PrinterView, find_printer, list_printers, printer_for
from kiosk.services.printing.progress import Progress
from kiosk.services.printing.queue import queue_labels
from kiosk.services.setup.listed import list_places, list_reasons, list_staff
from kiosk.web.cameras.server_camera import server_camera_at
from kiosk.web.http.room import given_id, known_set_up, remember, room, signed, station_key, viewer
from kiosk.web.printing.jobs import newest_jobs
from kiosk.web.words.answers import MISSING
from kiosk.web.words.language import translated
from kiosk.web.words.paper import WHATS
from kiosk.web.words.refusals import in_words
from labels import LANGUAGES, CannotPrint, FolderLabel, Stock

pages = Blueprint("labels", __name__)
STOCK_COOKIE, WHAT_COOKIE = "stock", "what-label"
PICTURE_HEIGHT = 220  # of a sheet's picture, in pixels of the screen


@pages.get("/labels")
def choose() -> str:
    """Choose what to print: a chart's label, a run of them, cards."""
    return _choices()


@pages.post("/labels/find")
def find() -> AnyResponse:
    """Go to the label of what was scanned or typed, or show which charts it may be."""
    text = request.form.get("text", "")[:200]
    code = parse(text)
    if isinstance(code, Code) and code.kind is Kind.CHART:
        return redirect(url_for("labels.show", code=code.text))
    found = find_charts(room().database, viewer(), text)
    if found.only:
        return redirect(url_for("labels.show", code=found.only.code))
    return make_response(_choices(found=found, text=text))


@pages.get("/labels/<code>")
def show(code: str) -> str:
    """Show a chart's label as it will be, and print it."""
    face = label_texts(room().database, viewer(), code)
    if face.code.startswith(Kind.STAFF):
        require(signed(), May.PRINT_BADGES)
    is_chart = isinstance(face, FolderLabel)
    checks = checking_desk() if is_chart else {}
    return render_template(
        "printing/label.html", face=face, is_chart=is_chart, jobs=newest_jobs(), **checks
    )


@pages.post("/labels/preview")
def preview() -> str:
    """Return the fragment that shows what a print form would print, and its first sheet."""
    try:
        printer = _printer()
        job = _job(printer)
        stock = catalogue(room().settings).stock(job.stock)
        drawn = preview_label(room().database, viewer(), job, printer.dpi if printer else 0)
    except (CannotPrint, ChartError) as refused:
        return render_template("printing/_preview.html", error=in_words(refused))
    return render_template(
        "printing/_preview.html",
        # The drawings are ours; what they say of people is escaped where they are made.
        drawn=[Markup(one) for one in drawn],  # noqa: S704
        stock=stock,
        patterns=printer is not None and LANGUAGES[printer.language].patterned,
        first=job.skip,
        picture=_picture(stock),
    )


@pages.post("/labels/batch")
def batch() -> AnyResponse:
    """Say how many labels a run of numbers takes, and offer to print them."""
    form = request.form
    try:
        codes = find_batch(
            room().database,
            viewer(),
            form.get("from", ""),
            form.get("to", ""),
            terminal=form.get("order") != "number",
        )
    except ChartError as error:
        return make_response(_choices(error=in_words(error), typed=form), 422)
    choices = print_choices()
    printers = {one.id: one.stock for one in list_printers(room().database)}
    name = printers.get(choices["printer"], choices["last_stock"])  # type: ignore[call-overload]
    stock = catalogue(room().settings).stock(str(name))
    page = render_template(
        "printing/batch.html", codes=codes, typed=form, stock=stock, pages=stock.pages(len(codes))
    )
    return make_response(page)


@pages.post("/labels")
def make() -> AnyResponse:
    """Send what was chosen to a printer, or return its PDF; nothing is assigned if that fails."""
    printer = _printer()
    job = _job(printer)
    if printer:
        once = request.form.get("once", "")[:64]
        queue_labels(room().database, viewer(), job, printer.id, once)
        # One label is waited for, and checked, on its own page.
        alone = len(job.codes) == 1 and job.codes[0].startswith(Kind.CHART)
        there = url_for("labels.show", code=job.codes[0]) if alone else url_for("print_jobs.show")
        return redirect(there, 303)
    made = make_response(_pdf(job, request.form.get("once", "")[:64]))
    made.mimetype = "application/pdf"
    made.headers["Content-Disposition"] = "inline; filename=labels.pdf"
    remember(made, STOCK_COOKIE, job.stock)
    if "what" in request.form:
        remember(made, WHAT_COOKIE, job.what)
    return made


@pages.get("/labels/making/<once>")
def how_far(once: str) -> Response:
    """Say how far a PDF is that is being made."""
    progress = _making(once)
    return jsonify({"done": progress.done, "whole": progress.total})


@pages.post("/labels/making/<once>/stop")
def stop(once: str) -> Response:
    """Stop a PDF that is being made."""
    _making(once).stopped = True
    return Response(status=204)


def checking_desk() -> dict[str, object]:
    """Give a page on which a fresh label is scanned its desk, and whether that has a camera.

    A camera that the server reads scans at the desk by itself. Without a desk nothing is given.
    """
    desk = known_set_up().stations.get(station_key())
    servers = desk is not None and bool(server_camera_at(desk.key))
    camera = desk is not None and desk.camera and not servers
    return {
        "desk": desk,
        "camera": camera,
        "servers_camera": servers,
        "missing": translated(MISSING[missing_readers()]),
    }


def print_choices() -> dict[str, object]:
    """Give every page with a print form what it offers, and what to offer first.

    That is the stock that this station's printer holds, else the one used last in this browser.
    """
    known = catalogue(room().settings)
    what = request.cookies.get(WHAT_COOKIE, USUAL)
    printers = list_printers(room().database)
    first = printer_for(printers, station_key(), what)
    desk = known_set_up().stations.get(station_key())
    last = request.cookies.get(STOCK_COOKIE, known.stocks[0].name)
    folders = [one for one in known.designs if one.prints == FolderLabel.prints]
    titles = {**WHATS, **{one.name: one.title for one in folders}}
    order = [USUAL, *(one.name for one in folders), *SLIPS, SET]
    return {
        "stocks": known.stocks,
        "last_stock": (desk and desk.stock) or last,
        "whats": [(name, translated(titles[name])) for name in order],
        "last_what": what,
        "printers": printers,
        "printer": first.id if first else None,
        "once": secrets.token_hex(16),
    }


def _pdf(job: PrintJob, once: str) -> bytes:
    progress = room().pdfs_in_progress.setdefault(once, Progress())
    try:
        return print_labels(room().database, viewer(), job, progress)
    finally:
        room().pdfs_in_progress.pop(once, None)


def _making(once: str) -> Progress:
    if once not in room().pdfs_in_progress:
        raise NothingThere(what="pdf")
    return room().pdfs_in_progress[once]


def _printer() -> PrinterView | None:
    if not request.form.get("printer"):
        return None
    return find_printer(room().database, given_id("printer") or 0)


def _job(printer: PrinterView | None) -> PrintJob:
    form = request.form
    return PrintJob(
        # One field holds a run of any length: a field a code is more than a form may have.
        [*form.get("codes", "").split(), *form.getlist("code")],
        printer.stock if printer else form.get("stock", ""),
        max(form.get("first", 1, type=int) - 1, 0),
        "hide_names" in form,
        form.get("what", USUAL),
    )


def _choices(**more: object) -> str:
    database = room().database
    return render_template(
        "printing/choose.html",
        places=list_places(database),
        staff=list_staff(database) if signed() else [],
        commands=list(Command),
        reasons=list_reasons(database),
        desk=desk_set(database, viewer()),
        **more,
    )


def _picture(stock: Stock) -> dict[str, object]:
    """Return a sheet's size and its labels' rectangles, in pixels, to be tapped on."""
    scale = PICTURE_HEIGHT / stock.page[1]
    width, height = (round(side * scale, 1) for side in stock.label)
    corners = [stock.corner(place) for place in range(stock.per_page)]
    return {
        "width": round(stock.page[0] * scale, 1),
        "height": PICTURE_HEIGHT,
        "label": (width, height),
        "corners": [(round(x * scale, 1), round(y * scale, 1)) for x, y in corners],
    }
