"""The one module that knows every room."""

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from flask import Flask

from kiosk.domain.codes import Code, parse
from kiosk.reading import MOVED_RULE, ReadFilter, Watches
from kiosk.services.cameras.server_camera import ServerCamera
from kiosk.services.imports.csv_file import Problem
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.facts import read_generation, read_room_id
from kiosk.store.queries.views import NEWEST
from kiosk.web.access import sign_in
from kiosk.web.cameras import frames, server_camera, shelves
from kiosk.web.charts import corrections, folders
from kiosk.web.charts import pages as charts
from kiosk.web.desk import page, scans
from kiosk.web.http import errors, guard
from kiosk.web.http.room import AppContext, now, signed, station_key
from kiosk.web.imports import pages as imports
from kiosk.web.lists import pages as lists
from kiosk.web.printing import jobs, labels
from kiosk.web.setup import demo
from kiosk.web.setup import pages as setup
from kiosk.web.words.entries import why_in_words
from kiosk.web.words.language import counted, translated
from kiosk.web.words.lists import list_empty, list_title
from kiosk.web.words.messages import TONE_SIGNS, tone_words
from kiosk.web.words.names import name_of
from kiosk.web.words.printing import failure_in_words, job_title
from kiosk.web.words.scripts import script_words
from kiosk.web.words.wording import Wording

_PAGES = (
    page,
    scans,
    frames,
    server_camera,
    charts,
    corrections,
    lists,
    imports,
    folders,
    labels,
    jobs,
    setup,
    shelves,
    sign_in,
    demo,
)


def templates_folder() -> Path:
    """Find the templates: beside the package in a checkout, inside it once installed."""
    inside = Path(__file__).parent / "templates"
    return inside if inside.exists() else Path(__file__).parent.parent / "templates"


def wanted(settings: Settings) -> ReadFilter:
    """Return what cameras look for here."""
    return ReadFilter(settings.symbologies, settings.code39_lengths)


def create_app(settings: Settings, database: Database, camera: ServerCamera | None = None) -> Flask:
    """Build the web application of one record room; ``camera`` is one that the server reads."""
    app = Flask("kiosk", template_folder=str(templates_folder()))
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_FORM_MEMORY_SIZE"] = 500_000
    app.config["MAX_CONTENT_LENGTH"] = frames.MOST_BYTES
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    catalogue = {"newstyle": True}
    app.jinja_env.install_gettext_callables(translated, counted, **catalogue)  # type: ignore[attr-defined]
    chased_after = timedelta(hours=settings.chase_hours)
    wording = Wording(settings.mrn_format, settings.zone, chased_after)
    with database.read() as reading:
        room_id = read_room_id(reading.connection)
        generation = read_generation(reading.connection)
    watches = Watches(wanted(settings))
    app.extensions["kiosk"] = AppContext(
        database, settings, wording, watches, room_id, generation, camera
    )
    guard.install(app, settings)
    errors.install(app)
    for module in _PAGES:
        app.register_blueprint(module.pages)
    app.context_processor(lambda: {"now": now(), "station": station_key(), "signed": signed()})
    app.jinja_env.globals |= {
        "words": wording,
        "script_words": script_words,
        "signs": TONE_SIGNS,
        "tone_words": tone_words,
        "list_title": list_title,
        "list_empty": list_empty,
        "translated": translated,
        "newest": NEWEST,
        "is_demo": settings.demo,
        "lasts": settings.desk_rules,
        "room_id": room_id,
        "generation": generation,
        "print_choices": labels.print_choices,
        "hour": timedelta(hours=1),
        "moved_rule": asdict(MOVED_RULE),
    }
    app.jinja_env.filters["grouped"] = _grouped
    app.jinja_env.filters["what_is_wrong"] = _what_is_wrong
    app.jinja_env.filters["failure"] = failure_in_words
    app.jinja_env.filters["job_title"] = job_title
    app.jinja_env.filters["named"] = name_of
    return app


def _what_is_wrong(problem: Problem) -> str:
    return why_in_words(problem.column, problem.why, problem.facts)


def _grouped(code: str) -> str:
    parsed = parse(code)
    return parsed.grouped if isinstance(parsed, Code) else code
