"""How help before an exclusion plugs into the kernel and into provision."""

from __future__ import annotations

from cases.kinds import CaseKind
from exclusions.actions.support import refresh
from exclusions.event_labels import EVENT_LABELS
from exclusions.kind_code import EXCLUSION_SUPPORT
from exclusions.reopening import REOPEN_REASONS
from exclusions.support.policies import earliest_booking, reasons_against_booking
from exclusions.support.presenters import present
from exclusions.support.states import STATES, TRANSITIONS
from provision.models import LegalBasis
from provision.uses import PlacementUse

KIND = CaseKind(
    code=EXCLUSION_SUPPORT,
    label="Help for a pupil at risk of exclusion",
    reference_prefix="HP",
    states=STATES,
    transitions=TRANSITIONS,
    event_labels=EVENT_LABELS,
    deadline_labels={},
    refresh=refresh,
    present=present,
    open_label="Record a request for help",
    open_url_name="support_record",
    reopen_reasons=REOPEN_REASONS,
)

# The pupil stays on the school's roll: the place is the school's direction off site. Whether a place that a school buys
# itself has another basis the law pack does not say, so none is offered.
USE = PlacementUse(
    kind=EXCLUSION_SUPPORT,
    legal_bases=(LegalBasis.SECTION_29A,),
    reasons_against=reasons_against_booking,
    earliest=earliest_booking,
)
