"""Names as they are compared, and what may be shown of them."""

import unicodedata


def folded(name: str) -> str:
    """Return a name as it is searched: without case, accents or white space at its ends."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = (letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(kept).replace("ł", "l").replace("ø", "o").split())


def masked(family_name: str, given_name: str) -> str:
    """Return what may be shown of a name while nobody is signed in: its initials."""
    return " ".join(f"{part[0]}." for part in (given_name, family_name) if part)
