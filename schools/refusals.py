"""What an act of this room raises when it cannot be done as asked."""

from __future__ import annotations


class FieldRefused(Exception):
    """A value is not possible. `field` is the name of the field to correct, or empty when it is the whole."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
