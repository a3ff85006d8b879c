"""What the invented academy is about to send: two pupils of one incident, and a file that was looked through."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import partial

from accounts.models import User
from demo.generator import cast
from demo.generator.authority import ACADEMY
from demo.generator.children import InventedChild
from demo.generator.exclusion_acts import Act
from demo.generator.exclusion_dates import school_days
from demo.generator.form_answers import FORM, Answers, chosen, fill_in
from demo.generator.staff import SCHOOL_OFFICE
from demo.generator.suspension_days import span_from
from exclusions.reasons import Reason
from exclusions.school_form.reading import CIRCUMSTANCES, CONTACT, DOCUMENTS, EXAMS, NOTICE, TOLD, WORK
from portal.actions.batches import receive_batch
from portal.actions.drafts import start_draft
from portal.actions.incidents import add_pupil_to_draft
from portal.rows import columns_of
from portal.webforms import PUPIL, get_webform
from schools.models import School

_AT, _LATER = time(14, 10), time(14, 40)
# After the schools' other forms of the hour.
_ORDER = 61
_OWN_STEPS = (PUPIL, EXAMS, CIRCUMSTANCES, TOLD, NOTICE, DOCUMENTS, WORK, CONTACT)


@dataclass
class SendingMany:
    """The acts of the school's office on its latest school day."""

    schools: Mapping[str, School]
    people: Mapping[str, User]
    known: Mapping[str, InventedChild]
    as_of: date

    def acts(self) -> Iterator[Act]:
        """Both, to be checked and sent by who opens the demonstration."""
        day, by = school_days(self.schools[ACADEMY], self.as_of).at(0), self.people[SCHOOL_OFFICE]
        yield Act(day, _AT, _ORDER, by, partial(self._begin_incident, by, day))
        yield Act(day, _LATER, _ORDER, by, partial(self._bring_in_file, by, day))

    def _begin_incident(self, by: User, day: date) -> None:
        school = self.schools[ACADEMY]
        span = span_from([day, school_days(school, self.as_of).at(1)], 4)
        draft = start_draft(webform=get_webform(FORM), school=school, by=by, as_of=day)
        draft = fill_in(draft, self._answers(cast.FOUGHT, span), by, day)
        other = add_pupil_to_draft(draft=draft, by=by, as_of=day)
        fill_in(other, self._answers(cast.FOUGHT_TOO, span), by, day, only=_OWN_STEPS)

    def _answers(self, key: str, span: object) -> Answers:
        child = self.known[key].child
        return Answers(chosen(child.uuid, str(child.surname)), (Reason.PP,), span=span)  # type: ignore[arg-type]

    def _bring_in_file(self, by: User, day: date) -> None:
        columns = columns_of(get_webform(FORM)).columns
        rows = [
            self._row(cast.CLOSED, day),
            self._row(cast.RETURNED, day, parents_told_on=""),
            self._row(cast.REJECTED, day, reasons="XX", contact_name=""),
        ]
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([column.name for column in columns])
        writer.writerows([[row[column.key] for column in columns] for row in rows])
        receive_batch(
            webform=get_webform(FORM),
            school=self.schools[ACADEMY],
            file_name="suspensions-of-today.csv",
            content=out.getvalue().encode(),
            by=by,
            as_of=day,
        )

    def _row(self, key: str, day: date, **changes: str) -> dict[str, str]:
        child, columns = self.known[key].child, columns_of(get_webform(FORM)).columns
        days = ("decided_on", "first_day", "last_day", "parents_told_on")
        pupil = {
            "upn": child.upn,
            "given_names": child.given_names,
            "surname": child.surname,
            "date_of_birth": child.born_on.isoformat(),
        }
        examples = {column.key: column.example for column in columns}
        return {**examples, **pupil, **dict.fromkeys(days, day.isoformat()), **changes}
