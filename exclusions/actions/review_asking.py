"""What the parents do about a review: waive it, ask for it, ask too late, claim discrimination, withdraw."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case
from cases.models import Case
from components.words import spelled_date
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.review_steps import begin_review, change_review, check_choice, check_method
from exclusions.actions.roll import settle_challenge
from exclusions.actions.steps import finish
from exclusions.doubts import CONFIRM
from exclusions.facts import Facts, gather
from exclusions.models import ClaimBody, Review, ReviewApplication
from exclusions.review.facts import deemed_given
from exclusions.review.steps import waiver_step
from exclusions.review.window import Window, window_of
from exclusions.states import REVIEW_ABANDONED, REVIEW_APPLIED, REVIEW_WAIVED, REVIEW_WINDOW
from ledger.versions import update_at_version


@dataclass(frozen=True, kw_only=True)
class Application:
    """What the parents' application says, and how it came."""

    sent_on: date
    method: str
    gives_grounds: bool
    wants_expert: bool
    wants_remote: bool
    access_needs: str = ""


@transaction.atomic
def record_waiver(*, case: Case, waived_on: date, version: int, by: User, as_of: date) -> Case:
    """Record that the parents said in writing that they will not ask for a review; `waived_on` is when it came.

    One that came in their time may be recorded when that is over, also when the name has left the roll since: the
    first day on which it could is worked out from the waiver, and so is whether the school was too early.
    """
    step = waiver_step(gather(case))
    facts, review = begin_review(case, step, version, by, as_of)
    is_late = facts.case.state != REVIEW_WINDOW
    notified_on = facts.exclusion.refusal_notice_sent_on if is_late else None
    check_day(waived_on, "Received on", "waived_on", earliest=notified_on or _declined_on(facts), latest=as_of)
    check_waived_in_time(facts, waived_on)
    change_review(review, waived_on=waived_on)
    if step == "review_waived":
        case = move_case(case=case, transition=step, to_state=REVIEW_WAIVED, by=by, as_of=as_of)
    case = finish(case, "exclusions.review_waived", by, as_of, waived_on)
    settle_challenge(case, by, as_of)
    return case


def check_waived_in_time(facts: Facts, waived_on: date) -> None:
    """Words that come when the parents' time is over waive nothing. Raises ExclusionRefused."""
    window = window_of(facts)
    if window is not None and window.is_in_time(waived_on) is False:
        raise ExclusionRefused(
            f"Received on must be on or before {spelled_date(window.latest_day)}, the last day to ask for a review: "
            "words that came later waive nothing.",
            field="waived_on",
        )


@transaction.atomic
def record_application(
    *,
    case: Case,
    application: Application,
    why_late: str,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record the parents' application. It counts as made on the day of its service. In time, it makes the review; out
    of time, it is kept with `why_late` and moves nothing. While one in time stands, this corrects it. Beside a waiver
    one in time is refused until `is_confirmed` says that it is right."""
    facts, review = begin_review(case, "review_applied", version, by, as_of)
    check_day(application.sent_on, "Sent on", "sent_on", earliest=_declined_on(facts), latest=as_of)
    check_method(application.method, "method", "How it came")
    made_on = deemed_given(application.sent_on, application.method, facts.calendar)
    window = window_of(facts)
    is_in_time = window.is_in_time(made_on) if window else None
    if window is None or is_in_time is None:
        raise ExclusionRefused(
            "The last day to ask cannot be counted: the school’s calendar does not reach that far. Enter its terms."
        )
    _check_why_late(facts, window, made_on, why_late, is_in_time=is_in_time)
    if not is_in_time:
        ReviewApplication.objects.create(review=review, is_in_time=False, why_late=why_late, **asdict(application))
        return finish(case, "exclusions.review_applied_late", by, as_of, made_on)
    if not is_confirmed:
        _ask_about_waiver(review, facts.review.application, application.sent_on)
    _keep(facts, review, application)
    case = move_case(case=case, transition="review_applied", to_state=REVIEW_APPLIED, by=by, as_of=as_of)
    return finish(case, "exclusions.review_applied", by, as_of, made_on, method=application.method)


def _ask_about_waiver(review: Review, stood: ReviewApplication | None, sent_on: date) -> None:
    """Refuse, until it is confirmed, an application that a waiver contradicts. One of the same day was confirmed."""
    if review.waived_on is None or (stood is not None and stood.sent_on == sent_on):
        return
    waived = f"The parents’ words that they will not ask for a review came on {spelled_date(review.waived_on)}"
    if sent_on < review.waived_on:
        text = f"{waived}, after this application was sent. Ask them which of the two stands"
    else:
        text = f"{waived}. They may think again while their time runs. Check that this is meant"
    raise ExclusionRefused(f"{text}, or tick that it is right.", field=CONFIRM)


def _keep(facts: Facts, review: Review, application: Application) -> None:
    standing = facts.review.application
    if standing is None:
        ReviewApplication.objects.create(review=review, is_in_time=True, **asdict(application))
    else:
        update_at_version(standing, version=standing.version, **asdict(application))


def _check_why_late(facts: Facts, window: Window, made_on: date, why_late: str, *, is_in_time: bool) -> None:
    if is_in_time and why_late:
        raise ExclusionRefused(
            f"It counts as made on {spelled_date(made_on)}, which is in time. Take the reason out.", field="why_late"
        )
    if is_in_time:
        return
    late = f"It counts as made on {spelled_date(made_on)}; the last day was {spelled_date(window.latest_day)}."
    if facts.review.application is not None:
        raise ExclusionRefused(f"{late} The application in time cannot become one out of time.", field="sent_on")
    if not why_late:
        raise ExclusionRefused(
            f"{late} It is out of time, so no review follows. Say why it came late, and it is kept.", field="why_late"
        )


@transaction.atomic
def record_claim(
    *, case: Case, made_on: date, body: str, determined_on: date | None, version: int, by: User, as_of: date
) -> Case:
    """Record a claim that the exclusion was discrimination, and when it was finally determined (decided or withdrawn).
    While it is pending the parents' time does not end; afterwards another one runs."""
    facts, review = begin_review(case, "review_claim", version, by, as_of)
    check_day(made_on, "Claim made on", "made_on", earliest=facts.exclusion.decided_on, latest=as_of)
    check_choice(body, ClaimBody, "Where", "body")
    if determined_on is not None:
        check_day(determined_on, "Finally determined on", "determined_on", earliest=made_on, latest=as_of)
    change_review(review, claim_made_on=made_on, claim_body=body, claim_determined_on=determined_on)
    happened_on = determined_on or made_on
    return finish(case, "exclusions.review_claim", by, as_of, happened_on, is_determined=determined_on is not None)


@transaction.atomic
def record_withdrawal(*, case: Case, withdrawn_on: date, version: int, by: User, as_of: date) -> Case:
    """Record that the parents withdrew their application, so that the review is abandoned."""
    facts, review = begin_review(case, "review_withdrawn", version, by, as_of)
    earliest = facts.review.application.sent_on if facts.review.application else _declined_on(facts)
    check_day(withdrawn_on, "Withdrawn on", "withdrawn_on", earliest=earliest, latest=as_of)
    change_review(review, withdrawn_on=withdrawn_on)
    case = move_case(case=case, transition="review_withdrawn", to_state=REVIEW_ABANDONED, by=by, as_of=as_of)
    return finish(case, "exclusions.review_withdrawn", by, as_of, withdrawn_on)


def _declined_on(facts: Facts) -> date:
    """Nothing about a review is earlier than the governors' refusal."""
    return facts.exclusion.governors_decided_on or facts.exclusion.decided_on
