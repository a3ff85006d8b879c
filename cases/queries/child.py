"""What the pages of one child show: who the child is, their cases, dates, family and files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import DatedHolding, User
from cases.kinds import UnknownKind, get_kind, sensitive_kinds
from cases.models import (
    Address,
    BarredPerson,
    CareStatus,
    Case,
    Child,
    ChildMarker,
    Deadline,
    Document,
    Enrolment,
    Note,
    Plan,
    Relationship,
    RestrictedAddress,
    SafetyMark,
    SocialWorkerInvolvement,
    SpecialEducationalNeeds,
)
from cases.permissions import cases_known_to, cases_visible_to, children_visible_to
from cases.queries.case_list import dates_to_watch, next_deadlines


@dataclass(frozen=True)
class Identity:
    """What stands in the bar above every page about a child, as of a day."""

    enrolments: list[Enrolment]
    care: CareStatus | None
    has_plan: bool
    needs: SpecialEducationalNeeds | None
    social_worker: SocialWorkerInvolvement | None
    markers: list[ChildMarker]
    marks: list[SafetyMark]
    has_restricted_address: bool
    barred: list[BarredPerson]
    open_kinds: dict[str, bool]

    @property
    def main_enrolment(self) -> Enrolment | None:
        """The main school; without one, whichever there is."""
        mains = [each for each in self.enrolments if each.kind == Enrolment.Kind.MAIN]
        return next(iter(mains or self.enrolments), None)


def identity_of(child: Child, user: User, as_of: date) -> Identity:
    """Everything of the identity bar. Kinds are those of `open_kinds_of`."""
    now = DatedHolding.in_force(as_of)
    restricted = RestrictedAddress.objects.filter(now, child=child)
    barred = BarredPerson.objects.filter(DatedHolding.in_force(as_of, "restricted_address__"))
    return Identity(
        enrolments=current_enrolments([child], as_of).get(child.pk, []),
        care=CareStatus.objects.filter(now, child=child).order_by("-starts_on").first(),
        has_plan=Plan.objects.filter(now, child=child).exists(),
        needs=SpecialEducationalNeeds.objects.filter(now, child=child).order_by("-starts_on").first(),
        social_worker=SocialWorkerInvolvement.objects.filter(now, child=child).select_related("person").first(),
        markers=list(ChildMarker.objects.filter(now, child=child).order_by("starts_on", "pk")),
        marks=list(SafetyMark.objects.filter(now, child=child).order_by("starts_on")),
        has_restricted_address=restricted.exists(),
        barred=list(barred.filter(restricted_address__child=child).select_related("person").order_by("pk")),
        open_kinds=open_kinds_of([child], user).get(child.pk, {}),
    )


def current_enrolments(children: Iterable[Child], as_of: date) -> dict[int, list[Enrolment]]:
    """Enrolments in force by the child's id, main ones first, in one query."""
    found: dict[int, list[Enrolment]] = {}
    rows = Enrolment.objects.filter(DatedHolding.in_force(as_of), child__in=[child.pk for child in children])
    for enrolment in rows.select_related("school").order_by("-kind", "-starts_on"):
        found.setdefault(enrolment.child_id, []).append(enrolment)
    return found


def enrolments_of(child: Child) -> QuerySet[Enrolment]:
    """Every school the child has been at, newest first."""
    return Enrolment.objects.filter(child=child).select_related("school").order_by("-starts_on", "-pk")


@dataclass(frozen=True)
class CaseLine:
    """A case of the child's: in full, or as an outline of another team's (kind, state, owner, next date)."""

    case: Case
    is_full: bool
    next_deadline: Deadline | None

    @property
    def is_withheld(self) -> bool:
        """True when only that there is a case may be said, and whom to ask: its reference and its dates tell the kind
        as well."""
        return not self.is_full and self.case.kind in sensitive_kinds()


def cases_of_child(child: Child, user: User, as_of: date) -> list[CaseLine]:
    """Every case of the child that the user may know of, open ones first, newest first."""
    known = list(
        cases_known_to(user)
        .filter(child=child)
        .select_related("owner", "school", "team")
        .order_by("closed_on", "-opened_on", "-pk")
    )
    # Postgres puts the empty closing day last; an open case belongs at the top.
    known.sort(key=lambda case: case.closed_on is not None)
    full = set(cases_visible_to(user).filter(child=child).values_list("pk", flat=True))
    soonest = next_deadlines(known, as_of)
    return [CaseLine(case, case.pk in full, soonest.get(case.pk)) for case in known]


def next_dates(cases: Iterable[Case], as_of: date) -> QuerySet[Deadline]:
    """Dates of these cases, soonest first; a duty of ours without a date before them."""
    running = dates_to_watch(as_of).filter(case__in=[case.pk for case in cases])
    return running.select_related("case").order_by("pressing_on", "pk")


def relationships_of(child: Child, as_of: date) -> QuerySet[Relationship]:
    """The child's parents, carers and others, with the addresses that may be shown."""
    addresses = Prefetch(
        "person__address_rows", queryset=Address.objects.filter(DatedHolding.in_force(as_of)), to_attr="addresses_now"
    )
    return Relationship.objects.filter(child=child).select_related("person").prefetch_related(addresses).order_by("pk")


def addresses_of(child: Child, as_of: date) -> QuerySet[Address]:
    """Where the child lives, as far as it may be shown."""
    return Address.objects.filter(DatedHolding.in_force(as_of), child=child).order_by("-starts_on")


def siblings_of(child: Child, user: User) -> QuerySet[Child]:
    """Other children that share a parent or carer with this one, as far as the user may see them."""
    people = Relationship.objects.filter(child=child).values("person")
    sharing = Relationship.objects.filter(person__in=people).exclude(child=child).values("child")
    return children_visible_to(user).filter(pk__in=sharing).order_by("born_on", "pk")


def open_kinds_of(children: Iterable[Child], user: User) -> dict[int, dict[str, bool]]:
    """Kinds of the open cases that the user may know of, by the child's id; with each, whether its lozenge is true.

    A sensitive kind is named only to who may open the case."""
    found: dict[int, dict[str, bool]] = {}
    cases = cases_known_to(user).filter(child__in=[child.pk for child in children], closed_on__isnull=True)
    named = ~Q(kind__in=sensitive_kinds()) | Q(pk__in=cases_visible_to(user).values("pk"))
    cases = cases.filter(named)
    for child_id, kind, state in cases.order_by("opened_on", "pk").values_list("child_id", "kind", "state"):
        kinds = found.setdefault(child_id, {})
        kinds[kind] = kinds.get(kind, False) or _has_lozenge(kind, state)
    return found


def _has_lozenge(kind: str, state: str) -> bool:
    try:
        return get_kind(kind).has_lozenge_in(state)
    except UnknownKind:
        return True


def documents_of(child: Child, user: User) -> QuerySet[Document]:
    """Files of the child that the user may open, newest first."""
    mine = Q(case__isnull=True) | Q(case__in=cases_visible_to(user))
    return Document.objects.filter(mine, child=child).select_related("by", "case").order_by("-recorded_at", "-pk")


def workable_cases(child: Child, user: User) -> QuerySet[Case]:
    """Open cases of the child that a note or a file of this user may belong to."""
    return cases_visible_to(user).filter(child=child, closed_on__isnull=True).order_by("-opened_on", "-pk")


def case_with_reference(child: Child, user: User, reference: str) -> Case | None:
    """A case of this child that the user may open in full, open or closed."""
    return cases_visible_to(user).filter(child=child, reference=reference).first()


def correction_of(note: Note) -> Note | None:
    """The newest note that corrects this one."""
    return Note.objects.filter(corrects=note).order_by("-recorded_at").first()


def last_change_of(child: Child) -> tuple[str, object] | None:
    """Who changed the child's record last, and when; None when no change was recorded."""
    row = child.history.order_by("-pgh_id").values_list("pgh_context", "pgh_created_at").first()
    if row is None:
        return None
    user_id = (row[0] or {}).get("user")
    name = User.objects.filter(pk=user_id).values_list("name", flat=True).first() if user_id else None
    return name or "Somebody else", row[1]
