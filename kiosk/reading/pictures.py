"""Bytes -> grey picture, refused by the header before anything large is decoded."""

import io
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

Grey = NDArray[np.uint8]
MOST_PIXELS = 50_000_000
Image.MAX_IMAGE_PIXELS = None  # load_picture asks the header itself, and says no in words
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")


class Unreadable(StrEnum):
    """Why a picture cannot be read."""

    TOO_LARGE = "too-large"
    NO_PICTURE = "no-picture"
    DAMAGED = "damaged"


class PictureRefused(Exception):
    """The bytes are no picture that can be read; ``why`` is a stable code, ``facts`` fill words."""

    def __init__(self, why: Unreadable, **facts: object) -> None:
        """Keep them for whoever words the message."""
        super().__init__(why)
        self.why = why
        self.facts = facts


def load_picture(data: bytes, most_pixels: int = MOST_PIXELS) -> Grey:
    """Decode a picture to 8-bit grey, height x width.

    Transparent parts become white, of an animation the first frame counts, and a photo stands as
    its camera was held. Raises PictureRefused for anything that is no picture, is damaged, or has
    more than ``most_pixels``.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > most_pixels:
                size = {"width": picture.width, "height": picture.height}
                most = most_pixels // 1_000_000
                raise PictureRefused(Unreadable.TOO_LARGE, **size, most=most)
            picture.draft("L", picture.size)
            return _grey(ImageOps.exif_transpose(picture))
    except PictureRefused:
        raise
    except UnidentifiedImageError:
        raise PictureRefused(Unreadable.NO_PICTURE) from None
    except Exception:  # a damaged picture makes its decoder fail in whatever way it happens to
        raise PictureRefused(Unreadable.DAMAGED) from None


def _grey(picture: Any) -> Grey:
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        values = np.asarray(picture, dtype=np.float32)
        return np.ascontiguousarray(values / max(values.max(), 1) * 255, dtype=np.uint8)
    if "A" in picture.mode or "transparency" in picture.info:
        shaded = picture.convert("LA")
        picture = Image.composite(
            shaded.getchannel("L"), Image.new("L", shaded.size, 255), shaded.getchannel("A")
        )
    return np.ascontiguousarray(np.asarray(picture.convert("L"), dtype=np.uint8))
