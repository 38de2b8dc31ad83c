"""What cannot be put on paper."""


class CannotPrint(Exception):
    """Something would come out mangled, unreadable or not at all; nothing was made.

    ``what`` is the text or design at fault, ``why`` a short reason in words.
    """

    def __init__(self, what: str, why: str) -> None:
        """Keep both for whoever words the message."""
        super().__init__(f"{what!r} {why}")
        self.what = what
        self.why = why
