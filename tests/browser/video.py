"""A video of a label being held up to the webcam, as Chromium's fake camera plays it."""

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

WIDTH, HEIGHT, RATE = 640, 480, 20


def hold_up(
    picture: bytes,
    file: Path,
    *,
    held: int = 40,
    away: int = 40,
    turn: float = 0,
    blur: float = 0,
    drift: float = 0,
) -> Path:
    """Write a y4m file: an empty desk, then the picture held up a little unsteadily.

    It may be turned by degrees, blurred by pixels, and drift by pixels a frame.
    """
    label = Image.open(io.BytesIO(picture)).convert("L")
    size = (560, 420) if not turn else (420, 300)
    label.thumbnail(size, Image.Resampling.LANCZOS)
    hand = np.random.default_rng(1)
    with file.open("wb") as out:
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420jpeg\n".encode())
        for at in range(away + held):
            frame = Image.new("L", (WIDTH, HEIGHT), 105)
            if at >= away:
                x, y = (int(shake) for shake in hand.normal(0, 2, 2))
                x += round(drift * (at - away - held / 2))
                frame.paste(
                    label, ((WIDTH - label.width) // 2 + x, (HEIGHT - label.height) // 2 + y)
                )
                frame = frame.rotate(turn, Image.Resampling.BICUBIC, fillcolor=105)
                frame = frame.filter(ImageFilter.GaussianBlur(blur))
            out.write(b"FRAME\n" + frame.tobytes() + bytes([128]) * (WIDTH * HEIGHT // 2))
    return file
