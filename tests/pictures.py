"""Pictures of what the product printed."""

import io
from functools import cache

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from labels import Card, find_stock, render_pdf

Grey = NDArray[np.uint8]


def page_image(pdf: bytes, dpi: float = 300, page: int = 0) -> Image.Image:
    """Rasterise one page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()


def page_picture(pdf: bytes, dpi: float = 300, page: int = 0) -> bytes:
    """Rasterise one page of a PDF to PNG."""
    out = io.BytesIO()
    page_image(pdf, dpi, page).save(out, "PNG")
    return out.getvalue()


@cache
def label_picture(text: str, dpi: float = 110) -> Grey:
    """Return the picture of a label with any text, printed by the product: about 2 pixels a bar."""
    pdf = render_pdf([Card(text, text, "Test")], find_stock("roll-75x50"))
    return np.asarray(page_image(pdf, dpi))


def desk(*texts: str, turn: float = 0.0, size: tuple[int, int] = (1280, 720)) -> Grey:
    """Return a webcam's view of a grey desk with labels side by side, each turned by degrees."""
    width, height = size
    view = np.full((height, width), 105, np.uint8)
    for at, text in enumerate(texts):
        label = label_picture(text)
        middle = ((2 * at + 1) * width / (2 * len(texts)), height / 2)
        way = cv2.getRotationMatrix2D((label.shape[1] / 2, label.shape[0] / 2), turn, 1.0)
        way[:, 2] += np.array(middle) - (label.shape[1] / 2, label.shape[0] / 2)
        laid = cv2.warpAffine(label, way, size, flags=cv2.INTER_AREA)
        covered = cv2.warpAffine(np.full_like(label, 255), way, size) > 127
        view[covered] = laid[covered]
    return view
