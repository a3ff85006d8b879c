"""What the invented schools have sent: twelve forms that wait, and some of the last weeks that were decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import partial

from accounts.models import User
from cases.actions.tasks import open_task
from cases.models import Case, Child
from demo.generator import cast
from demo.generator.authority import ACADEMY, PRIMARY
from demo.generator.children import InventedChild
from demo.generator.exclusion_acts import Act, Work
from demo.generator.exclusion_dates import SchoolDays, school_days
from demo.generator.exclusion_plan import NEWEST_AFTERNOON, NEXT_DAY
from demo.generator.form_answers import FORM, Answers, Data, chosen, confirm_and_send, fill_in, paper, typed
from demo.generator.staff import FIRST_OFFICER, HEAD_TEACHER, PRIMARY_OFFICE, SCHOOL_OFFICE, SECOND_OFFICER
from demo.generator.suspension_days import span_from
from demo.generator.writings import working_day
from exclusions.actions.suspensions import close_suspension, record_return
from exclusions.models import Suspension
from exclusions.reasons import Reason
from exclusions.school_form.reading import CIRCUMSTANCES, EXAMS, REASONS, SPAN, WHAT
from portal.actions.answering import answer_question, withdraw
from portal.actions.asking import ask_school
from portal.actions.deciding import accept, reject, return_to_school
from portal.actions.drafts import start_correction, start_draft
from portal.models import Question, Submission
from portal.webforms import PUPIL, get_webform
from schools.models import School

MORNING, BEFORE_LUNCH, AFTER_LESSONS, LATE = time(9, 20), time(11, 45), time(15, 40), time(16, 20)
# Acts of an hour, after those of the cases themselves.
ORDER = 60


@dataclass
class Story:
    """One form on its way: `answers` for the day on which it is sent, and what follows."""

    key: str
    sender: str
    sent: int
    at: time
    answers: Callable[[date], Answers]
    submission: Submission = field(init=False)
    question: Question = field(init=False)
    case: Case = field(init=False)


@dataclass
class Post:
    """The schools' forms as acts. `days` are the school days of the academy."""

    schools: Mapping[str, School]
    people: Mapping[str, User]
    known: Mapping[str, InventedChild]
    works: Mapping[str, Work]
    as_of: date
    days: SchoolDays = field(init=False)

    def __post_init__(self) -> None:
        self.days = school_days(self.schools[ACADEMY], self.as_of)

    def acts(self) -> Iterator[Act]:
        """Every act, in no particular order."""
        for story in self._mistakable():
            yield self._sending(story)
        yield from self._opened_already()
        yield from self._asked_and_answered()
        yield from self._corrected()
        yield from self._fresh()
        yield from self._decided()
        yield from self._begun()

    def _sending(self, story: Story) -> Act:
        day = self.days.at(story.sent)
        return self._act(story.sent, story.at, story.sender, partial(self._send, story, day))

    def _act(self, count: int, at: time, by: str, perform: Callable[[], object]) -> Act:
        return Act(self.days.at(count), at, ORDER, self.people[by], perform)

    def _send(self, story: Story, day: date) -> None:
        school = self.schools[PRIMARY if story.sender == PRIMARY_OFFICE else ACADEMY]
        by = self.people[story.sender]
        draft = start_draft(webform=get_webform(FORM), school=school, by=by, as_of=day)
        story.submission = confirm_and_send(fill_in(draft, story.answers(day), by, day), by, day)

    def _span_answers(self, pupil: Data, sessions: int, *reasons: str, **more: object) -> Callable[[date], Answers]:
        """A suspension from the day of the sending on."""

        def answers(day: date) -> Answers:
            span = span_from([self.days.after(day, count) for count in range(sessions)], sessions)
            return Answers(pupil, reasons, span=span, **more)  # type: ignore[arg-type]

        return answers

    def _permanent(self, pupil: Data, *reasons: str, **more: object) -> Callable[[date], Answers]:
        told = {"governors_told": True, **more}
        return lambda day: Answers(pupil, reasons, permanent_on=day, **told)  # type: ignore[arg-type]

    def _child(self, key: str) -> Child:
        return self.known[key].child

    def _chosen(self, key: str) -> Data:
        child = self._child(key)
        return chosen(child.uuid, str(child.surname))

    def _mistakable(self) -> Iterator[Story]:
        """A namesake, a twin, a pupil nobody knows, and a number that belongs to another child."""
        namesake, twin = self._child(cast.NAMESAKE), self._child(cast.OTHER_TWIN)
        mistaken = self._child(cast.WRONG_NUMBER)
        pupil = typed("Olivia", namesake.surname, namesake.born_on, year_group=8)
        yield Story("namesake", SCHOOL_OFFICE, -1, BEFORE_LUNCH, self._span_answers(pupil, 2, Reason.DB))
        pupil = typed(twin.given_names, twin.surname, twin.born_on, year_group=9)
        yield Story("twin", SCHOOL_OFFICE, -2, AFTER_LESSONS, self._span_answers(pupil, 4, Reason.PP))
        born_on = mistaken.born_on.replace(day=14)
        pupil = typed("Maribel", "Stonecroft-Adjei", born_on, year_group=8)
        evidence = ("statement-of-a-witness.pdf",)
        yield Story("unknown", HEAD_TEACHER, -1, AFTER_LESSONS, self._permanent(pupil, Reason.OW, evidence=evidence))
        pupil = typed(
            mistaken.given_names, mistaken.surname, mistaken.born_on, upn=self._child(cast.ASKED).upn, year_group=8
        )
        yield Story("wrong_number", SCHOOL_OFFICE, -3, BEFORE_LUNCH, self._span_answers(pupil, 3, Reason.VA))

    def _opened_already(self) -> Iterator[Act]:
        """Forms about exclusions that an officer has recorded: one waits, one was attached the next morning."""
        work = self.works[NEWEST_AFTERNOON]
        pupil = chosen(work.child.uuid, str(work.child.surname))
        answers = self._permanent(pupil, Reason.VA, pm_began=True, evidence=("behaviour-log.pdf",))
        yield self._sending(Story("opened_already", HEAD_TEACHER, 0, LATE, answers))
        work = self.works[NEXT_DAY]
        pupil = chosen(work.child.uuid, str(work.child.surname))
        answers = self._permanent(pupil, Reason.DB, evidence=("behaviour-log.pdf", "support-plan.pdf"))
        attached = Story("attached", HEAD_TEACHER, 0, LATE, answers)
        day, next_day = work.dated.day(0), work.dated.day(1)
        officer = work.officer
        yield Act(day, LATE, ORDER, self.people[HEAD_TEACHER], partial(self._send, attached, day))
        yield Act(next_day, LATE, ORDER, officer, partial(self._accept, attached, work.child, officer, next_day, work))

    def _asked_and_answered(self) -> Iterator[Act]:
        asked = Story("asked", SCHOOL_OFFICE, -3, MORNING, self._span_answers(self._chosen(cast.ASKED), 6, Reason.BU))
        text = "Which adult saw what happened, and has the pupil’s own account been written down? Please add both."
        yield self._sending(asked)
        yield self._act(-1, MORNING, FIRST_OFFICER, partial(self._ask, asked, text, FIRST_OFFICER, -1))
        pupil, reasons = self._chosen(cast.ANSWERED), (Reason.PA, Reason.VA)
        answered = Story("answered", HEAD_TEACHER, -2, MORNING, self._permanent(pupil, *reasons))
        text = "The notice says that work was set. Who collects it, and from when? The family has no printer."
        yield self._sending(answered)
        yield self._act(-2, AFTER_LESSONS, SECOND_OFFICER, partial(self._ask, answered, text, SECOND_OFFICER, -2))
        yield self._act(-1, LATE, HEAD_TEACHER, partial(self._answer, answered, -1))

    def _corrected(self) -> Iterator[Act]:
        pupil = self._chosen(cast.CORRECTED)
        waiting = Story("corrected", SCHOOL_OFFICE, -2, BEFORE_LUNCH, self._span_answers(pupil, 4, Reason.DB))
        yield self._sending(waiting)
        yield self._act(-1, LATE, HEAD_TEACHER, partial(self._correct, waiting, 6, HEAD_TEACHER, -1))
        pupil = self._chosen(cast.CORRECTED_LATE)
        late = Story("corrected_late", SCHOOL_OFFICE, -4, MORNING, self._span_answers(pupil, 4, Reason.VP))
        yield self._sending(late)
        yield from self._accepting(late, cast.CORRECTED_LATE, -3, FIRST_OFFICER)
        yield self._act(-3, LATE, FIRST_OFFICER, partial(self._set_oneself, late, FIRST_OFFICER, -3))
        yield self._act(-1, BEFORE_LUNCH, SCHOOL_OFFICE, partial(self._correct, late, 2, SCHOOL_OFFICE, -1))

    def _fresh(self) -> Iterator[Act]:
        """Today's: one with answers that looked unlikely, one with evidence, one from another school."""
        pupil = self._chosen(cast.DOUBTFUL)
        doubtful = self._permanent(pupil, Reason.DA, governors_told=False, is_notice_incomplete=True)
        yield self._sending(Story("doubtful", SCHOOL_OFFICE, 0, BEFORE_LUNCH, doubtful))
        more = {"evidence": ("statement-of-a-teacher.pdf", "statement-of-a-pupil.pdf", "photograph-of-the-door.pdf")}
        words = {"anything_else": "The mother asks that we ring before ten in the morning."}
        permanent = self._permanent(self._chosen(cast.NEW_PERMANENT), Reason.DM, Reason.VA, **more, **words)
        yield self._sending(Story("new_permanent", HEAD_TEACHER, 0, AFTER_LESSONS, permanent))
        answers = self._span_answers(self._chosen(cast.PLAIN), 2, Reason.PP, contact="Nadia Brankovic")
        yield self._sending(Story("plain", PRIMARY_OFFICE, 0, BEFORE_LUNCH, answers))

    def _decided(self) -> Iterator[Act]:
        """What was returned, refused, withdrawn, and accepted."""
        returned = Story(
            "returned", SCHOOL_OFFICE, -4, LATE, self._span_answers(self._chosen(cast.RETURNED), 10, Reason.VA)
        )
        yield self._sending(returned)
        reason = "The notice says three days, the form five. Tell us which is right and send the form again."
        refuse = partial(self._refuse, returned, return_to_school, reason, FIRST_OFFICER, -3)
        yield self._act(-3, MORNING, FIRST_OFFICER, refuse)
        rejected = Story(
            "rejected", SCHOOL_OFFICE, -9, MORNING, self._span_answers(self._chosen(cast.REJECTED), 2, Reason.TH)
        )
        yield self._sending(rejected)
        reason = "This was a detention and no suspension. Nothing needs to be reported to the council."
        yield self._act(
            -8, MORNING, SECOND_OFFICER, partial(self._refuse, rejected, reject, reason, SECOND_OFFICER, -8)
        )
        withdrawn = Story(
            "withdrawn", HEAD_TEACHER, -7, MORNING, self._span_answers(self._chosen(cast.WITHDRAWN), 2, Reason.DB)
        )
        yield self._sending(withdrawn)
        yield self._act(-7, LATE, HEAD_TEACHER, partial(self._withdraw, withdrawn, -7))
        accepted = Story(
            "accepted", SCHOOL_OFFICE, -3, LATE, self._span_answers(self._chosen(cast.ACCEPTED), 10, Reason.DB)
        )
        yield self._sending(accepted)
        yield from self._accepting(accepted, cast.ACCEPTED, -2, SECOND_OFFICER)
        yield self._act(-2, LATE, SECOND_OFFICER, partial(self._set_oneself, accepted, SECOND_OFFICER, -2))
        closed = Story(
            "closed", SCHOOL_OFFICE, -15, MORNING, self._span_answers(self._chosen(cast.CLOSED), 4, Reason.PP)
        )
        yield self._sending(closed)
        yield from self._accepting(closed, cast.CLOSED, -14, FIRST_OFFICER)
        yield self._act(-11, LATE, FIRST_OFFICER, partial(self._close, closed, -13, -11))

    def _accepting(self, story: Story, key: str, count: int, officer: str) -> Iterator[Act]:
        by, day = self.people[officer], self.days.at(count)
        yield self._act(count, BEFORE_LUNCH, officer, partial(self._accept, story, self._child(key), by, day))

    def _begun(self) -> Iterator[Act]:
        """Two drafts to finish."""
        pupil = self._chosen(cast.BEGUN)
        begun = self._span_answers(pupil, 4, Reason.DB)
        yield self._act(0, MORNING, SCHOOL_OFFICE, partial(self._begin, begun, SCHOOL_OFFICE, 0, (PUPIL, WHAT, SPAN)))
        begun = self._permanent(self._chosen(cast.BEGUN_BY_ANOTHER), Reason.OW)
        steps = (PUPIL, WHAT, "start", REASONS, EXAMS, CIRCUMSTANCES)
        yield self._act(-1, LATE, HEAD_TEACHER, partial(self._begin, begun, HEAD_TEACHER, -1, steps))

    def _begin(self, answers: Callable[[date], Answers], key: str, count: int, steps: tuple[str, ...]) -> None:
        by, day = self.people[key], self.days.at(count)
        draft = start_draft(webform=get_webform(FORM), school=self.schools[ACADEMY], by=by, as_of=day)
        fill_in(draft, answers(day), by, day, only=steps)

    def _ask(self, story: Story, text: str, officer: str, count: int) -> None:
        by, day = self.people[officer], self.days.at(count)
        story.question = ask_school(submission=story.submission, text=text, by=by, as_of=day)

    def _answer(self, story: Story, count: int) -> None:
        answer_question(
            question=story.question,
            text="A teaching assistant brings printed work on Mondays and Thursdays and collects what was done.",
            uploads=[paper("timetable-of-work.pdf", "Timetable of work")],
            by=self.people[HEAD_TEACHER],
            as_of=self.days.at(count),
        )

    def _correct(self, story: Story, sessions: int, sender: str, count: int) -> None:
        by, day = self.people[sender], self.days.at(count)
        draft = start_correction(submission=story.submission, by=by, as_of=day)
        first_on = story.submission.received_on
        span = span_from([self.days.after(first_on, each) for each in range(sessions)], sessions)
        answers = Answers({}, (), span=span)
        confirm_and_send(fill_in(draft, answers, by, day, only=(SPAN,)), by, day)

    def _refuse(self, story: Story, decide: Callable[..., object], reason: str, officer: str, count: int) -> None:
        decide(submission=story.submission, reason=reason, by=self.people[officer], as_of=self.days.at(count))

    def _withdraw(self, story: Story, count: int) -> None:
        reason = "The head teacher has heard the pupil and decided otherwise. Nobody was sent home."
        withdraw(submission=story.submission, reason=reason, by=self.people[HEAD_TEACHER], as_of=self.days.at(count))

    def _accept(self, story: Story, child: Child, by: User, day: date, work: Work | None = None) -> None:
        case = work.case if work else None
        story.case = accept(submission=story.submission, child=child, by=by, as_of=day, case=case)

    def _set_oneself(self, story: Story, officer: str, count: int) -> None:
        title, due_on = "Ask the school whether the pupil is back", working_day(self.as_of, 2)
        open_task(case=story.case, title=title, due_on=due_on, by=self.people[officer], as_of=self.days.at(count))

    def _close(self, story: Story, back: int, closed: int) -> None:
        by, day = self.people[FIRST_OFFICER], self.days.at(closed)
        who = {"by": by, "as_of": day}
        version = Suspension.objects.get(case=story.case).version
        returned_on = self.days.at(back)
        case = record_return(
            case=story.case, returned_on=returned_on, reintegration_met_on=None, version=version, **who
        )
        # Care or a plan keeps it open; otherwise the return has closed it.
        story.case = close_suspension(case=case, version=version + 1, **who) if case.is_open else case
