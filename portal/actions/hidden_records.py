"""A submission that meets a hidden record: nobody is told but information governance."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from ledger.administrative import record_event
from ledger.models import AdministrativeEvent
from portal.matching import given_pupil, hidden_children_met
from portal.models import Submission

CODE = "cases.hidden_record_met"


def tell_information_governance(*, submission: Submission, by: User, as_of: date) -> None:
    """Write an event for each hidden record that the pupil of this submission meets, once for each submission.

    In the transaction of the act that met it: the receipt, and every decision.
    """
    for child_id in hidden_children_met(given_pupil(submission.payload)):
        subject, facts = f"cases.Child:{child_id}", {"submission": submission.reference}
        if not AdministrativeEvent.objects.filter(code=CODE, subject=subject, facts=facts).exists():
            record_event(code=CODE, happened_on=as_of, by_user_id=by.pk, subject=subject, facts=facts)
