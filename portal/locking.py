"""One decision at a time about one submission."""

from __future__ import annotations

from django.db import connection

from portal.models import Submission

# The first of the two numbers of PostgreSQL's advisory locks: ours are about submissions.
_ABOUT_SUBMISSIONS = 7301


def lock_submission(submission: Submission) -> None:
    """Wait until nobody else decides on, corrects or withdraws this submission; held until the transaction ends.

    An advisory lock: a table that is written once gives the application no row that it could lock (ledger.privileges).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ABOUT_SUBMISSIONS, submission.pk])
