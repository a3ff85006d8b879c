"""The two ways a question can fail to get an answer."""

from datetime import date


class StatuteError(ValueError):
    """The question cannot be asked as it stands: an unknown rule, or a missing, unknown or malformed field.

    `field` is the name of the field to correct; the message names it too and says how to put it right.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.fix = message


class CalendarIncomplete(Exception):
    """A count touches a day about which the calendar says nothing. No date is guessed.

    `day` is the first day that is not known.
    """

    def __init__(self, day: date, message: str) -> None:
        super().__init__(message)
        self.day = day
