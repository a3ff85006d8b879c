"""Children, their numbers and rolls; and in a demonstration that nobody in it is real."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

import statute
from accounts.models import User
from cases.models import Child, Enrolment, FormerUpn, Person
from demo.generator.pupil_numbers import is_unused
from demo.invariants.invariant import Invariant
from schools.models import Authority

Named = Iterator[str]
INVENTED_DOMAIN = "@example.org"


def malformed_numbers() -> Named:
    """Children with a UPN, now or before, whose check letter or shape is wrong."""
    numbers = Child.objects.exclude(upn="").values_list("pk", "upn")
    former = FormerUpn.objects.values_list("child_id", "upn")
    for child_id, upn in [*numbers, *former]:
        if str(statute.calculate("people.upn_valid", facts={"upn": upn}).outcome) != "value":
            yield f"child {child_id}"


def on_two_main_rolls() -> Named:
    """Children with more than one main enrolment that is still open."""
    open_rows = Enrolment.objects.filter(kind=Enrolment.Kind.MAIN, ends_on__isnull=True)
    for row in open_rows.values("child_id").annotate(count=Count("pk")).filter(count__gt=1):
        yield f"child {row['child_id']}"


def real_looking_numbers() -> Named:
    """Invented children with a UPN of an establishment number that is in use."""
    invented = Child.objects.filter(is_invented=True).exclude(upn="").values_list("pk", "upn")
    former = FormerUpn.objects.filter(child__is_invented=True).values_list("child_id", "upn")
    for child_id, upn in [*invented, *former]:
        if not is_unused(upn):
            yield f"child {child_id}"


def real_looking_addresses() -> Named:
    """In a demonstration: users and invented families' people with an e-mail address outside example.org."""
    if not Authority.objects.filter(is_demonstration=True).exists():
        return
    for pk in User.objects.exclude(email__endswith=INVENTED_DOMAIN).values_list("pk", flat=True):
        yield f"user {pk}"
    people = Person.objects.filter(relationships__child__is_invented=True).exclude(email="")
    for pk in people.exclude(email__endswith=INVENTED_DOMAIN).values_list("pk", flat=True).distinct():
        yield f"person {pk}"


PEOPLE = (
    Invariant("Every UPN is well formed", malformed_numbers),
    Invariant("No child is on two main rolls at once", on_two_main_rolls),
    Invariant("No invented child has a UPN that may be somebody's", real_looking_numbers),
    Invariant("Nobody of a demonstration has an e-mail address that may be somebody's", real_looking_addresses),
)
