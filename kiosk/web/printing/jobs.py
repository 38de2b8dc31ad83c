"""What was sent to printers, what became of it, and what to do about it."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kiosk.domain.errors import NothingThere
from kiosk.domain.roles import May
from kiosk.services.access.sign_in import require
from kiosk.services.printing.queue import (
    cancel_job,
    list_jobs,
    note_that_it_came_out,
    queue_test,
    repeat_job,
)
from kiosk.web.http.room import room, signed, viewer

pages = Blueprint("print_jobs", __name__)
ACTS = {"cancel": cancel_job, "repeat": repeat_job, "came-out": note_that_it_came_out}


@pages.get("/print-jobs")
def show() -> str:
    """Show this desk's newest jobs; a page that shows them already asks for the list alone."""
    template = "printing/_jobs.html" if "list" in request.args else "printing/jobs.html"
    return render_template(template, jobs=newest_jobs())


@pages.post("/print-jobs/<int:job_id>/<act>")
def change(job_id: int, act: str) -> Response:
    """Cancel a job, send it again, or note that it came out after all."""
    if act not in ACTS:
        raise NothingThere(what="page")
    ACTS[act](room().database, viewer(), job_id)
    return redirect(url_for("print_jobs.show"))


@pages.post("/printers/<int:printer_id>/test")
def test(printer_id: int) -> Response:
    """Print a test on a printer: edges and rulers."""
    require(signed(), May.SET_UP)
    queue_test(room().database, viewer(), printer_id)
    return redirect(url_for("print_jobs.show"))


def newest_jobs() -> list[object]:
    """Return the newest jobs, for every page that shows them."""
    return list(list_jobs(room().database, viewer()))
