"""Why a record was put right: kept as a note of the case, since an event holds no free text."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.notes import add_note
from cases.models import Case, Note
from exclusions.actions.refusals import ExclusionRefused

FIELD = "because"


def keep_reason(case: Case, what: str, because: str, by: User, as_of: date, *, happened: str = "was corrected") -> None:
    """Keep why `what` (“The waiver of a review”) was put right, or what else `happened` to it. Raises ExclusionRefused
    without a reason."""
    words = because.strip()
    if not words:
        raise ExclusionRefused("Say why it is corrected.", field=FIELD)
    add_note(
        child=case.child,
        case=case,
        kind=Note.Kind.OBSERVATION,
        text=f"{what} {happened}. {words}",
        happened_on=as_of,
        by=by,
        as_of=as_of,
    )
