"""Pictures of what the product printed."""

import io

import pypdfium2
from PIL import Image


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
