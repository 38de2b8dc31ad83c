"""Importing a list from a file, for signed-in supervisors."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kiosk.domain.roles import May
from kiosk.services.access.sign_in import require
from kiosk.services.imports.import_file import KINDS
from kiosk.web.http.room import now, room, signed
from kiosk.web.words.names import IMPORTS

pages = Blueprint("imports", __name__)
MOST_BYTES = 256 * 1024 * 1024


@pages.get("/imports")
def ask() -> str:
    """Ask for a file, and say what stands in it."""
    require(signed(), May.IMPORT)
    return render_template("imports/ask.html", kinds=KINDS, kind_names=IMPORTS)


@pages.post("/imports")
def start() -> AnyResponse:
    """Begin an import, and go to where its progress is shown."""
    request.max_content_length = MOST_BYTES
    by = require(signed(), May.IMPORT)
    file, kind = request.files.get("file"), request.form.get("kind", "")
    if file is None or not file.filename or kind not in KINDS:
        return redirect(url_for("imports.ask"))
    job = room().imports.start(
        room().database, room().settings, kind, file.filename, file.read(), now(), by.actor
    )
    return redirect(url_for("imports.show", job_id=job.id))


@pages.get("/imports/<int(max=9223372036854775807):job_id>")
def show(job_id: int) -> str:
    """Show how far an import has come, or what is wrong in its file."""
    require(signed(), May.IMPORT)
    return render_template("imports/show.html", job=room().imports.find(job_id), kind_names=IMPORTS)
