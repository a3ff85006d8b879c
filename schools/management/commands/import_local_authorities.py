"""`manage.py import_local_authorities FILE`: other authorities and their contacts from a CSV file."""

from __future__ import annotations

from schools.actions.local_authorities_import import import_local_authorities
from schools.management.commands._import_command import ImportCommand


class Command(ImportCommand):
    """Brings in local authorities without asking first."""

    help = "Create and update authorities from a CSV file: code,name,missing_education_contact,exclusions_contact."
    import_rows = staticmethod(import_local_authorities)
