"""What an act on an account raises when it cannot be done as asked."""

from __future__ import annotations


class AccountRefused(Exception):
    """The act on an account is not possible; the text says why, `field` which answer of the form is at fault."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
