"""Who may see and act on what schools send. The only place that decides."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import DatedHolding, User
from accounts.permissions import check_permission, has_permission, is_school_user, kinds_worked_by
from accounts.roles import Role
from cases.permissions import Permission as CasesPermission
from portal.models import Draft, Submission, SubmissionStatus
from portal.webforms import webforms
from schools.models import School, SchoolStaff


class Permission(StrEnum):
    """What can be allowed in this app."""

    VIEW_SUBMISSIONS = "portal.view_submissions"
    VIEW_ALL_SUBMISSIONS = "portal.view_all_submissions"
    DECIDE = "portal.decide"
    VIEW_MISTAKES = "portal.view_mistakes"
    MANAGE_KEYS = "portal.manage_keys"


_OFFICER = frozenset({Permission.VIEW_SUBMISSIONS, Permission.DECIDE})

GRANTS: dict[Role, frozenset[StrEnum]] = {
    Role.EXCLUSIONS_OFFICER: _OFFICER,
    Role.EDUCATION_OFFICER: _OFFICER,
    Role.TEAM_MANAGER: _OFFICER | {Permission.VIEW_MISTAKES},
    Role.HEAD_OF_SERVICE: frozenset(
        {Permission.VIEW_SUBMISSIONS, Permission.VIEW_ALL_SUBMISSIONS, Permission.VIEW_MISTAKES}
    ),
    Role.HEAD_TEACHER: frozenset({Permission.MANAGE_KEYS}),
    Role.INFORMATION_GOVERNANCE: frozenset({Permission.VIEW_SUBMISSIONS, Permission.VIEW_ALL_SUBMISSIONS}),
}


def schools_worked_for(user: User, as_of: date) -> QuerySet[School]:
    """Schools where this person has a place in force."""
    places = SchoolStaff.objects.filter(DatedHolding.in_force(as_of), user=user).values("school")
    return School.objects.filter(pk__in=places)


def drafts_of(school: School) -> QuerySet[Draft]:
    """Drafts of a school that can still be worked on: neither sent nor discarded. Shared by all of its people."""
    return Draft.objects.filter(school=school, discarded_at__isnull=True, submission__isnull=True)


def sent_by(school: School) -> QuerySet[Submission]:
    """What a school sent, for ever; originals only, later parts hang on them."""
    return Submission.objects.filter(school=school, part=Submission.Part.ORIGINAL)


def submissions_visible_to(user: User) -> QuerySet[Submission]:
    """Submissions, of every part, that a person of the authority may open. The base of every list and count."""
    if is_school_user(user) or not has_permission(user, Permission.VIEW_SUBMISSIONS):
        return Submission.objects.none()
    submissions = submissions_not_hidden_from(user)
    if has_permission(user, Permission.VIEW_ALL_SUBMISSIONS):
        return submissions
    return submissions.filter(kind__in=kinds_worked_by(user))


def submissions_not_hidden_from(user: User) -> QuerySet[Submission]:
    """Submissions of every team: what a person of the authority may count beside one that they may open. What was
    accepted about a child who is hidden now is not there, for who may not see hidden records."""
    if has_permission(user, CasesPermission.VIEW_HIDDEN_CHILDREN):
        return Submission.objects.all()
    itself = Q(submission=OuterRef("pk")) | Q(submission=OuterRef("answers_to"))
    return Submission.objects.filter(~Exists(SubmissionStatus.objects.filter(itself, child__is_hidden=True)))


def user_can_see_submissions(user: User) -> bool:
    """True for people of the authority to whom some form is sent: their team works a kind that it opens, or they see
    all of them."""
    if is_school_user(user) or not has_permission(user, Permission.VIEW_SUBMISSIONS):
        return False
    kinds = frozenset(kind for webform in webforms() for kind in webform.kinds)
    return has_permission(user, Permission.VIEW_ALL_SUBMISSIONS) or bool(kinds & kinds_worked_by(user))


def check_user_can_decide(user: User, submission: Submission) -> None:
    """Raise PermissionDenied unless the user may accept, return, reject or ask about it."""
    if not submissions_visible_to(user).filter(pk=submission.pk).exists():
        raise PermissionDenied("This form is for another team.")
    check_permission(user, Permission.DECIDE, "You may read what schools send but not decide on it.")


def user_can_decide(user: User, submission: Submission) -> bool:
    """True when the user may decide on it (made from the check)."""
    try:
        check_user_can_decide(user, submission)
    except PermissionDenied:
        return False
    return True


def check_user_can_see_mistakes(user: User) -> None:
    """Raise PermissionDenied unless the user may read which questions schools get wrong."""
    check_permission(user, Permission.VIEW_MISTAKES, "Only managers may see which questions schools get wrong.")


def user_can_see_mistakes(user: User) -> bool:
    """True when the user may read which questions schools get wrong (made from the check)."""
    try:
        check_user_can_see_mistakes(user)
    except PermissionDenied:
        return False
    return True


def check_user_can_send_for(user: User, school: School, as_of: date) -> None:
    """Raise PermissionDenied unless the user has a place at this school today."""
    if not is_school_user(user) or not schools_worked_for(user, as_of).filter(pk=school.pk).exists():
        raise PermissionDenied("You have no place at this school today.")


def check_user_can_manage_keys(user: User, school: School, as_of: date) -> None:
    """Raise PermissionDenied unless the user is the school's head teacher today: a key sends on their behalf."""
    check_user_can_send_for(user, school, as_of)
    check_permission(user, Permission.MANAGE_KEYS, "Only your head teacher can make and revoke keys of the API.")
