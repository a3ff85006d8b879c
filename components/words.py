"""Small pieces of wording that error messages and components share."""

from datetime import date


def spelled_date(value: date) -> str:
    """A date in full without a leading zero, for example 3 September 2026."""
    return f"{value.day} {value:%B %Y}"


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation such as UPN or EHC."""
    first_word = text.split(" ", 1)[0]
    if len(first_word) > 1 and not first_word[1:].islower() and first_word != first_word.lower():
        return text
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]
