"""POST /frames, empty and with a label, beside plain pyzbar on the same pixels."""

import tempfile
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from pyzbar import pyzbar

from kiosk.app import create_app
from kiosk.settings import load_settings
from kiosk.store.open_database import open_database
from labels import Card
from tests.bench.timing import interleaved, report
from tests.pictures import page_image, print_out

ROUNDS = 40
SIZE = (1280, 720)


def desk_frame(label: bool) -> Image.Image:
    """Draw a webcam's view of a desk, seeded: some light, some noise, perhaps a label."""
    light = np.linspace(90, 160, SIZE[0])[None, :].repeat(SIZE[1], 0)
    noise = np.random.default_rng(7).normal(0, 4, light.shape)
    frame = Image.fromarray((light + noise).clip(0, 255).astype(np.uint8))
    if label:
        card = Card("C0012345670", "C 0012 3456 70", "44-10-27")
        frame.paste(page_image(print_out([card], "roll-75x50"), dpi=150), (400, 200))
    return frame


def measure() -> None:
    """Measure both frames."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data=Path(folder), timezone="UTC")
        database = open_database(settings)
        client = create_app(settings, database).test_client()
        for name, label in (("An empty frame", False), ("A frame with a label", True)):
            frame = desk_frame(label)
            out = BytesIO()
            frame.save(out, "JPEG", quality=85)
            pixels, data = np.asarray(frame), out.getvalue()
            taken = interleaved(
                {
                    "plain pyzbar": partial(pyzbar.decode, pixels),
                    "POST /frames": partial(client.post, "/frames", data=data),
                },
                ROUNDS,
            )
            report(f"{name}, 1280 x 720", taken, "plain pyzbar")
        database.close()
