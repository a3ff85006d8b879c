"""What officers wrote down, kept and set themselves to do about the exclusions, in invented words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.actions.documents import add_document
from cases.actions.notes import add_note
from cases.actions.tasks import open_task
from cases.models import Document, Note
from demo.generator.exclusion_acts import AFTER_THE_STEPS, Act, Work
from demo.generator.exclusion_plan import IN_TWO_DAYS, NEWEST, NEXT_DAY, OVERDUE
from demo.generator.papers import text_as_pdf
from exclusions.states import DECLINED, GOVERNORS_LISTED, REINSTATED, REVIEW_WINDOW
from statute.days import is_weekend

CALL, MEETING, EMAIL, OTHER = Note.Kind.PHONE_CALL, Note.Kind.MEETING, Note.Kind.EMAIL, Note.Kind.OBSERVATION
END_OF_DAY = time(16, 30)


@dataclass(frozen=True)
class Writing:
    """A note in a case, so many school days after the exclusion."""

    key: str
    after: int
    kind: str
    at: time | None
    text: str


NOTES = (
    Writing(
        NEWEST,
        0,
        CALL,
        time(11, 40),
        "Rang the school. The deputy head was on the playground and saw most of it. She will send the statements "
        "tomorrow. The foster carer was told by telephone and has asked who will come with her to the meeting.",
    ),
    Writing(
        "newest_afternoon",
        0,
        CALL,
        time(15, 25),
        "The school’s office rang after the last lesson. Nothing has been sent to the family in writing yet; I said "
        "that the letter must go without delay and offered our template.",
    ),
    Writing(
        "lives_elsewhere",
        0,
        EMAIL,
        time(14, 5),
        "Wrote to the home authority’s exclusions inbox with the notice and the school’s contact. Education from the "
        "sixth day is theirs to arrange; we stay in touch because the school is ours.",
    ),
    Writing(
        OVERDUE,
        1,
        CALL,
        time(10, 15),
        "Spoke to mother on her own number. She would like a place within one bus ride and mornings only for the "
        "first week. She is frightened that letters reach the old address.",
    ),
    Writing(
        OVERDUE,
        4,
        CALL,
        time(16, 10),
        "The first provider has no room before next month. Asked the second one; no answer yet. The referral itself "
        "has not gone, because the school’s work samples are missing.",
    ),
    Writing(
        NEXT_DAY,
        2,
        MEETING,
        time(9, 30),
        "Met father at the office. He understands that the place starts on the sixth day and that he must bring the "
        "timetable. He will ask for the governors’ meeting to be held remotely.",
    ),
    Writing(
        NEXT_DAY,
        3,
        CALL,
        time(13, 0),
        "The centre can start on the sixth day, ten until two at first. Transport is still to be confirmed.",
    ),
    Writing(
        IN_TWO_DAYS,
        1,
        CALL,
        time(12, 20),
        "Mother says that nobody has told her what happens after the first five days. Went through it with her and "
        "sent the leaflet by e-mail while we were talking.",
    ),
    Writing(
        "with_a_plan",
        1,
        MEETING,
        time(11, 0),
        "Joint call with the plan coordinator. An early review of the plan is asked for; the school will send its "
        "provision map.",
    ),
    Writing(
        "unit_afternoon",
        2,
        OTHER,
        None,
        "The unit’s account and the family’s differ about who was in the corridor. Asked the unit to keep the "
        "camera recording.",
    ),
    Writing(
        "exam",
        1,
        CALL,
        time(10, 50),
        "The exams officer confirms the paper and that it can be sat in another room with an invigilator.",
    ),
    Writing(
        "sixth_form",
        5,
        OTHER,
        None,
        "Over compulsory school age: no duty from day six, but the careers adviser offers a talk this week.",
    ),
    Writing(
        "primary",
        1,
        CALL,
        time(8, 55),
        "Grandmother brings the child up at present. She is worried about the little brother in the same school.",
    ),
    Writing(
        "declined",
        9,
        MEETING,
        time(14, 0),
        "At the governors’ meeting. The family spoke well; the governors were split but declined. The clerk will send "
        "the written decision.",
    ),
    Writing(
        "declined_elsewhere",
        12,
        MEETING,
        time(10, 0),
        "Governors met. The home authority’s officer joined by video and will look for the next school.",
    ),
    Writing(
        "by_hand",
        14,
        EMAIL,
        time(16, 45),
        "Copy of the decision letter received, given to mother by hand at the gate.",
    ),
    Writing(
        "by_post",
        16,
        CALL,
        time(9, 40),
        "Father has the letter. He has not decided about a review and wants to know who pays for the expert.",
    ),
    Writing("by_email", 13, EMAIL, None, "The parent’s written agreement to letters by e-mail is on the file."),
    Writing(
        "reinstated",
        10,
        MEETING,
        time(11, 15),
        "Reinstated. First day back agreed with a slow start: lessons with the mentor for one week.",
    ),
    Writing(
        "cancelled_early",
        4,
        CALL,
        time(15, 50),
        "The head rang: the missing telephone was found. The exclusion is cancelled and the family has been told.",
    ),
)


@dataclass(frozen=True)
class OwnTask:
    """Something an officer set themselves, due so many working days from the day of the load."""

    key: str
    due_in: int
    title: str


OWN_TASKS = (
    OwnTask(NEXT_DAY, 0, "Confirm transport to the day-six place"),
    OwnTask(OVERDUE, 0, "Ring the second provider again"),
    OwnTask("with_a_plan", 2, "Ask for the date of the early review of the plan"),
    OwnTask("primary", 1, "Ring the grandmother about the meeting"),
    OwnTask("sixth_form", 6, "Ask the careers adviser how the first talk went"),
    OwnTask("by_post", 4, "Ask the school whether the parents have asked for a review"),
    OwnTask("reinstated_later", 3, "Ring the school on the first day back"),
)


# What officers set themselves about the exclusions without a story; now and then they forget.
_USUAL_TASKS = {
    GOVERNORS_LISTED: "Send the governors what we know before they meet",
    DECLINED: "Ask the clerk for the governors’ written decision",
    REVIEW_WINDOW: "Ask the next school for a day to start",
    REINSTATED: "Ask the school how the first weeks went",
}
_FORGOTTEN_EVERY, _DUE_WITHIN = 7, 12


def usual_tasks(works: dict[str, Work]) -> Iterator[OwnTask]:
    """A task for nearly every exclusion that goes on and has none."""
    known = {task.key for task in OWN_TASKS}
    for number, (key, work) in enumerate(works.items()):
        title = _USUAL_TASKS.get(work.plan.reaches)
        if title and key not in known and number % _FORGOTTEN_EVERY:
            yield OwnTask(key, 2 + number % _DUE_WITHIN, title)


@dataclass(frozen=True)
class Paper:
    """A file on a case, so many school days after the exclusion."""

    key: str
    after: int
    title: str
    file_name: str
    lines: tuple[str, ...]


PAPERS = (
    Paper(
        NEXT_DAY,
        1,
        "The school’s notice to the parents",
        "notice-to-parents.pdf",
        ("Notice of permanent exclusion", "", "This letter is invented.", "The child is excluded permanently."),
    ),
    Paper(
        OVERDUE,
        1,
        "The school’s account",
        "account.txt",
        ("Account of the incident", "", "This account is invented.", "A blade was found in a bag at morning break."),
    ),
    Paper(
        "declined",
        9,
        "Minutes of the governors’ meeting",
        "minutes.pdf",
        ("Minutes", "", "These minutes are invented.", "The governors decline to reinstate the pupil."),
    ),
    Paper(
        "by_post",
        16,
        "The governors’ written decision",
        "decision.txt",
        ("Decision", "", "This letter is invented.", "The parents may ask for a review within 15 school days."),
    ),
)


def writing_acts(works: dict[str, Work]) -> Iterator[Act]:
    """The notes, files and tasks of all exclusions as acts."""
    for place, writing in enumerate(NOTES):
        work = works[writing.key]
        day = work.dated.day(writing.after)
        at = writing.at or END_OF_DAY
        yield Act(day, at, AFTER_THE_STEPS + place, work.officer, partial(_write, work, writing, day))
    for place, paper in enumerate(PAPERS):
        work = works[paper.key]
        day = work.dated.day(paper.after)
        yield Act(day, END_OF_DAY, AFTER_THE_STEPS + place, work.officer, partial(_keep, work, paper, day))
    for place, task in enumerate((*OWN_TASKS, *usual_tasks(works))):
        work = works[task.key]
        day = work.dated.days.latest
        yield Act(day, END_OF_DAY, AFTER_THE_STEPS + place, work.owner, partial(_set_oneself, work, task, day))


def _write(work: Work, writing: Writing, day: date) -> None:
    # The hour of a note of today may still lie ahead of whoever loads the demonstration.
    at = writing.at if day < work.as_of else None
    add_note(
        child=work.child,
        case=work.case,
        kind=writing.kind,
        text=writing.text,
        happened_on=day,
        happened_time=at,
        by=work.officer,
        as_of=day,
    )


def _keep(work: Work, paper: Paper, day: date) -> None:
    text = "\n".join(paper.lines)
    content = text_as_pdf(paper.lines) if paper.file_name.endswith(".pdf") else text.encode()
    add_document(
        child=work.child,
        case=work.case,
        upload=SimpleUploadedFile(paper.file_name, content),
        title=paper.title,
        classification=Document.Classification.GENERAL,
        by=work.officer,
        as_of=day,
    )


def _set_oneself(work: Work, task: OwnTask, day: date) -> None:
    due_on = working_day(work.as_of, task.due_in)
    open_task(case=work.case, title=task.title, due_on=due_on, by=work.owner, as_of=day)


def working_day(as_of: date, count: int) -> date:
    """So many weekdays after the day of the load, which is itself none if it is one."""
    day = as_of
    while is_weekend(day) or count:
        day += timedelta(days=1)
        count -= not is_weekend(day) and count > 0
    return day
