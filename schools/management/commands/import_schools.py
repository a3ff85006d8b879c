"""`manage.py import_schools FILE`: schools from the national register's file."""

from __future__ import annotations

from schools.actions.gias_import import import_schools
from schools.management.commands._import_command import ImportCommand


class Command(ImportCommand):
    """Brings in schools without asking first."""

    help = "Create, update and close schools from a GIAS file (CSV, Windows-1252). Bad rows are listed."
    import_rows = staticmethod(import_schools)
