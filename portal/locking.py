"""One decision at a time about one submission; one row of a school's files and API at a time."""

from __future__ import annotations

from django.db import connection

from portal.models import Submission
from schools.models import School

# The first of the two numbers of PostgreSQL's advisory locks: ours are about submissions.
_ABOUT_SUBMISSIONS = 7301
_ROWS_OF_SCHOOLS = 7302


def lock_submission(submission: Submission) -> None:
    """Wait until nobody else decides on, corrects or withdraws this submission; held until the transaction ends.

    An advisory lock: a table that is written once gives the application no row that it could lock (ledger.privileges).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ABOUT_SUBMISSIONS, submission.pk])


def lock_rows_of_school(school: School) -> None:
    """Wait until nothing else is sent for this school from a file or by API; held until the transaction ends. Two
    files with the same row, and a file beside the API, then find what the other sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ROWS_OF_SCHOOLS, school.pk])
