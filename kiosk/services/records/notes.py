"""Notes that people wrote one after another."""

_BETWEEN = " · "


def joined_notes(*notes: str) -> str:
    """Return several notes as one line, in their order, without those that are empty."""
    return _BETWEEN.join(note for note in notes if note)
