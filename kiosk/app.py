"""The one module that knows every room."""

from datetime import timedelta
from pathlib import Path

from flask import Flask

from kiosk.domain.codes import Code, parse
from kiosk.reading import Wanted, Watches
from kiosk.services.watching import ServerCamera
from kiosk.settings import Settings
from kiosk.store.engine import Database
from kiosk.store.facts import read_generation, read_room_id
from kiosk.web import (
    cameras,
    charts,
    corrections,
    demo,
    errors,
    folders,
    frames,
    guard,
    imports,
    kiosk_page,
    labels,
    lists,
    print_jobs,
    scans,
    setup,
    shelves,
    signing,
)
from kiosk.web.messages import TONE_SIGNS, TONE_WORDS
from kiosk.web.room import Room, now, signed, station_key
from kiosk.web.wording import Wording

_PAGES = (
    kiosk_page,
    scans,
    frames,
    cameras,
    charts,
    corrections,
    lists,
    imports,
    folders,
    labels,
    print_jobs,
    setup,
    shelves,
    signing,
    demo,
)


def templates_folder() -> Path:
    """Find the templates: beside the package in a checkout, inside it once installed."""
    inside = Path(__file__).parent / "templates"
    return inside if inside.exists() else Path(__file__).parent.parent / "templates"


def wanted(settings: Settings) -> Wanted:
    """Return what cameras look for here."""
    return Wanted(settings.symbologies, settings.code39_lengths)


def create_app(settings: Settings, database: Database, camera: ServerCamera | None = None) -> Flask:
    """Build the web application of one record room; ``camera`` is one that the server reads."""
    app = Flask("kiosk", template_folder=str(templates_folder()))
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_FORM_MEMORY_SIZE"] = 500_000
    app.config["MAX_CONTENT_LENGTH"] = frames.MOST_BYTES
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    chased_after = timedelta(hours=settings.chase_hours)
    wording = Wording(settings.mrn_format, settings.zone, chased_after)
    with database.read() as session:
        room_id = read_room_id(session.connection())
        generation = read_generation(session.connection())
    watches = Watches(wanted(settings))
    app.extensions["kiosk"] = Room(
        database, settings, wording, watches, room_id, generation, camera
    )
    guard.install(app, settings)
    errors.install(app)
    for module in _PAGES:
        app.register_blueprint(module.pages)
    app.context_processor(lambda: {"now": now(), "station": station_key(), "signed": signed()})
    app.jinja_env.globals |= {
        "words": wording,
        "signs": TONE_SIGNS,
        "tone_words": TONE_WORDS,
        "is_demo": settings.demo,
        "lasts": settings.desk_rules,
        "room_id": room_id,
        "generation": generation,
        "print_choices": labels.print_choices,
        "hour": timedelta(hours=1),
    }
    app.jinja_env.filters["grouped"] = _grouped
    return app


def _grouped(code: str) -> str:
    parsed = parse(code)
    return parsed.grouped if isinstance(parsed, Code) else code
