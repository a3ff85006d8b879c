"""When a letter counts as given: the one reading of deemed service that every rule uses."""

from datetime import date

from statute.facts import Fact, choice, required
from statute.registry import Question
from statute.result import DayCount, Step
from statute.result import step as as_step

HAND, FIRST_CLASS, SECOND_CLASS, EMAIL_AGREED = (
    "hand",
    "first_class_post",
    "second_class_post",
    "email_agreed",
)
# Working days after posting. Law pack, exclusions §1 Deemed service (first class [V:S1,S3]); cme_ehe §0
# (second class [k]).
WORKING_DAYS_IN_THE_POST = {FIRST_CLASS: 2, SECOND_CLASS: 4}
METHOD: Fact = required("method", choice(HAND, FIRST_CLASS, SECOND_CLASS, EMAIL_AGREED), "how the letter was sent")
_REASONS = {
    HAND: "Delivered by hand: given that day.",
    FIRST_CLASS: "First-class post: given on the 2nd working day after posting.",
    SECOND_CLASS: "Second-class post: given on the 4th working day after posting.",
    EMAIL_AGREED: "E-mail the parent has agreed to in writing: given the day it is sent.",
}


def deemed_service(question: Question, sent_on: date, method: str) -> Step:
    """The day a letter counts as given, as the step of a count.

    Pauses do not move it: a school's clock may stop, the post does not. Raises `CalendarIncomplete`.
    """
    working_days = WORKING_DAYS_IN_THE_POST.get(method)
    if working_days is None:
        count = DayCount(sent_on, (), ())
    else:
        count = question.working_days.count_after(sent_on, working_days)
    return as_step(count, _REASONS[method])
