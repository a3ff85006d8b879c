"""One line a record, as JSON on standard error, without personal data.

What a record may say: an event's name, codes and ids. Three things would carry people's data in by the back door and
are kept out: the text of exceptions (a database error quotes the row), the request object that Django attaches, and
query strings (a search holds a name).
"""

from __future__ import annotations

import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

# Names of fields that hold people's data; a record that has one loses it.
PERSONAL_FIELDS = frozenset(
    {"request", "user", "username", "email", "name", "address", "ip", "user_agent", "query", "data", "form"}
)

Record = MutableMapping[str, Any]


def drop_personal_fields(_logger: object, _method: str, record: Record) -> Record:
    """Remove the fields of PERSONAL_FIELDS."""
    for field in PERSONAL_FIELDS & record.keys():
        del record[field]
    return record


def name_exception(_logger: object, _method: str, record: Record) -> Record:
    """Put an exception as its type and the places it passed, without its text."""
    exc_info = record.pop("exc_info", None)
    if isinstance(exc_info, BaseException):
        exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
    if isinstance(exc_info, tuple) and exc_info[0] is not None:
        frames = traceback.extract_tb(exc_info[2])
        record["exception"] = exc_info[0].__qualname__
        record["passed"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return record


def drop_query_string(_logger: object, _method: str, record: Record) -> Record:
    """Cut what follows a question mark off a path in the event's text."""
    event = record.get("event")
    if isinstance(event, str) and "/" in event:
        record["event"] = event.partition("?")[0]
    return record


def configure_logging(level: str) -> dict[str, Any]:
    """Django's LOGGING; structlog is set to pass its records to the same handler."""
    before = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_personal_fields,
        drop_query_string,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": before,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    name_exception,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["standard_error"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # What they say of each letter's making helps nobody.
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
        },
    }
