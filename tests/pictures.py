"""Pictures of what the product printed."""

import io
import math
from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image
from pypdfium2 import raw

from labels import Card, Catalogue, Label, Paper, render_pdf

Grey = NDArray[np.uint8]


def print_out(labels: Sequence[Label], stock: str, design: str = "", dpi: int = 0) -> bytes:
    """Print labels into a PDF, by a design or by what is usual on a stock."""
    known = Catalogue()
    paper = Paper(known.stock(stock), dpi=dpi)
    wanted = (
        (one, known.design(design) if design else known.usual(one, paper.stock)) for one in labels
    )
    return render_pdf(wanted, paper)


def page_image(pdf: bytes, dpi: float = 300, page: int = 0) -> Image.Image:
    """Rasterise one page of a PDF as a printer does: so many dots an inch, exactly.

    The library's own rendering stretches the page to whole pixels, and blurs every bar by that.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        scale = dpi / 72
        width, height = (math.ceil(side * scale - 1e-6) for side in document[page].get_size())
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_Gray)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        way, all_of_it = raw.FS_MATRIX(scale, 0, 0, scale, 0, 0), raw.FS_RECTF(0, 0, width, height)
        raw.FPDF_RenderPageBitmapWithMatrix(
            bitmap, document[page], way, all_of_it, raw.FPDF_GRAYSCALE
        )
        return Image.fromarray(bitmap.to_numpy().reshape(height, width).copy())
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
    pdf = print_out([Card(text, text, "Test")], "roll-75x50")
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
