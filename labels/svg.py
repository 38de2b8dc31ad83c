"""A symbol on screen: for demonstrations, and for looking at a label before it is printed."""

from labels.code128 import QUIET_MODULES, bars

HEIGHT = 28


def symbol_svg(text: str) -> str:
    """Return an SVG element of a Code 128 symbol with its quiet zones, one unit a module."""
    modules = bars(text)
    width = len(modules) + 2 * QUIET_MODULES
    drawn = "".join(
        f"M{QUIET_MODULES + at} 0h1v{HEIGHT}h-1z" for at, one in enumerate(modules) if one == "1"
    )
    return (
        f'<svg class="symbol" viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio="none" '
        f'role="img" aria-label="{text}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{width}v{HEIGHT}H0z"/><path d="{drawn}"/></svg>'
    )
