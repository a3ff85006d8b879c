"""What an officer sees of a school's request for help before it is accepted: care, social worker and plan as the school
states them, beside the record of the child."""

from __future__ import annotations

from exclusions.stated_beside import stated_beside_record
from exclusions.support.school_form.reading import read
from portal.webforms import FormContext, Meaning


def officers_meaning(context: FormContext) -> Meaning | None:
    """The school's word beside the record of the child of the context, on the day of the context; None while no child
    is found."""
    if context.child is None:
        return None
    said = read(context.payload).circumstances
    rows = list(stated_beside_record(context.child, context.school, context.as_of, said))
    return Meaning("Request for help", rows=rows)
