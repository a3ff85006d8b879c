"""`manage.py import_calendar FILE`: term dates from a CSV file."""

from __future__ import annotations

from schools.actions.calendar_import import import_calendars
from schools.management.commands._import_command import ImportCommand


class Command(ImportCommand):
    """Brings in term dates without asking first."""

    help = "Add term dates from a CSV file with the columns urn,from,to,kind,session,note. Bad rows are listed."
    import_rows = staticmethod(import_calendars)
