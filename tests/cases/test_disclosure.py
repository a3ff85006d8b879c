"""What each recipient may be told of where a child is: the one check before anything leaves."""

from __future__ import annotations

from datetime import date

import pytest

from cases import disclosure
from cases.disclosure import Audience, DisclosureRefused, PostalAddress, Recipient, Tells
from cases.models import Child, Person, Relationship, SafetyMark
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.children import make_child
from tests.factories.letters import FLED_ON, MOVED_OUT, give_address, make_related, place, safe_place

WHERE = frozenset({Tells.WHERE_THE_CHILD_IS})
SAFE, SAFE_CODE = "7 Harbour View", "CV5 9SF"
OLD, OLD_CODE = "14 Elm Road", "CV3 4ZZ"


def whom(child: Child, person: Person, audience: Audience = Audience.PARENT) -> Recipient:
    rows = tuple(Relationship.objects.filter(child=child, person=person))
    return Recipient(audience, person, rows)


def body(desk: ErrandDesk, audience: Audience = Audience.SCHOOL) -> Recipient:
    return Recipient(audience, school=give_address(desk.school))


def reasons(desk: ErrandDesk, recipient: Recipient, tells: frozenset[Tells] = frozenset()) -> str:
    with pytest.raises(DisclosureRefused) as refusal:
        disclosure.check(desk.child, recipient, as_of=AS_OF, tells=tells)
    assert SAFE not in str(refusal.value)
    assert OLD not in str(refusal.value)
    assert refusal.value.field == "to"
    return str(refusal.value)


@pytest.fixture
def fled(desk: ErrandDesk) -> dict[str, Person]:
    """A mother who left with the child for a safe address, a father who is barred from it and stayed behind."""
    mother = make_related(desk.child, name="Dana Hughes", lives_with=True)
    father = make_related(desk.child, Relationship.Kind.FATHER, name="Rhys Hughes")
    place(OLD, OLD_CODE, child=desk.child, until=MOVED_OUT)
    # Nobody ended the mother's row for the old home: it is still open.
    place(OLD, OLD_CODE, person=mother)
    place(OLD, OLD_CODE, person=father)
    safe_place(SAFE, SAFE_CODE, father, child=desk.child, by=desk.owner)
    return {"mother": mother, "father": father}


# --- where post goes


def test_post_goes_to_the_person_and_else_to_the_child_they_live_with(desk: ErrandDesk) -> None:
    mother = make_related(desk.child, lives_with=True)
    aunt = make_related(desk.child, Relationship.Kind.OTHER_RELATIVE)
    assert disclosure.check(desk.child, whom(desk.child, mother), as_of=AS_OF).postal is None
    place(OLD, OLD_CODE, child=desk.child, town="Coventry")
    found = disclosure.check(desk.child, whom(desk.child, mother), as_of=AS_OF)
    assert found.postal == PostalAddress((OLD, "Coventry", OLD_CODE))
    assert found.home == found.postal
    assert disclosure.check(desk.child, whom(desk.child, aunt), as_of=AS_OF).postal is None
    place("2 Oak Street", "CV6 1AA", person=mother)
    found = disclosure.check(desk.child, whom(desk.child, mother), as_of=AS_OF)
    assert found.postal == PostalAddress(("2 Oak Street", "CV6 1AA"))


def test_an_address_that_has_ended_or_not_begun_gets_no_post(desk: ErrandDesk) -> None:
    mother = make_related(desk.child)
    place(OLD, OLD_CODE, person=mother, until=MOVED_OUT)
    place("3 New Road", "CV7 7AA", person=mother, since=date(2026, 12, 1))
    assert disclosure.check(desk.child, whom(desk.child, mother), as_of=AS_OF).postal is None


def test_of_two_open_addresses_the_newest_is_used_with_a_warning(desk: ErrandDesk) -> None:
    mother = make_related(desk.child)
    place(OLD, OLD_CODE, person=mother)
    place("3 New Road", "CV7 7AA", person=mother, since=FLED_ON)
    found = disclosure.check(desk.child, whom(desk.child, mother), as_of=AS_OF)
    assert found.postal == PostalAddress(("3 New Road", "CV7 7AA"))
    assert "Two addresses" in found.warnings[0]


def test_who_lives_at_a_safe_address_is_written_to_there_and_not_at_the_old_one(
    desk: ErrandDesk, fled: dict[str, Person]
) -> None:
    found = disclosure.check(desk.child, whom(desk.child, fled["mother"]), as_of=AS_OF, tells=WHERE)
    assert found.postal == PostalAddress((SAFE, SAFE_CODE), is_safe_address=True)
    assert found.home is None
    assert "goes to a safe address" in found.warnings[0]
    assert SAFE not in " ".join(found.warnings)
    found.check_text(f"{SAFE}, {SAFE_CODE}")


def test_a_safe_address_of_the_persons_own_comes_first(desk: ErrandDesk) -> None:
    mother = make_related(desk.child, responsibility=True)
    place(OLD, OLD_CODE, person=mother)
    safe_place(SAFE, SAFE_CODE, by=desk.owner, person=mother)
    found = disclosure.check(desk.child, whom(desk.child, mother), as_of=AS_OF)
    assert found.postal == PostalAddress((SAFE, SAFE_CODE), is_safe_address=True)


def test_what_must_be_known_about_safe_contact_is_a_warning(desk: ErrandDesk) -> None:
    mother = make_related(desk.child)
    kind = SafetyMark.Kind.SAFE_CONTACT
    SafetyMark.objects.create(child=desk.child, kind=kind, text="No post on Fridays.", starts_on=FLED_ON)
    found = disclosure.check(desk.child, whom(desk.child, mother), as_of=AS_OF)
    assert found.warnings == ("Safe contact: No post on Fridays.",)
    assert disclosure.check(desk.child, body(desk), as_of=AS_OF).warnings == ()


def test_bodies_are_written_to_at_the_school_and_told_no_home(desk: ErrandDesk) -> None:
    place(OLD, OLD_CODE, child=desk.child)
    assert disclosure.check(desk.child, Recipient(Audience.SCHOOL, school=desk.school), as_of=AS_OF).postal is None
    for audience in (Audience.SCHOOL, Audience.GOVERNORS):
        found = disclosure.check(desk.child, body(desk, audience), as_of=AS_OF)
        assert found.postal == PostalAddress(("1 Ashgrove Lane", "Coventry", "CV9 1AA"))
        assert found.home is None
        with pytest.raises(DisclosureRefused):
            found.check_text(f"The child lives at {OLD}.")


# --- refusals


def test_who_is_barred_is_not_told_where_the_child_is(desk: ErrandDesk, fled: dict[str, Person]) -> None:
    assert "must not learn where the child is" in reasons(desk, whom(desk.child, fled["father"]), WHERE)


def test_who_is_barred_may_be_written_to_at_their_own_address(desk: ErrandDesk, fled: dict[str, Person]) -> None:
    found = disclosure.check(desk.child, whom(desk.child, fled["father"]), as_of=AS_OF)
    assert (found.is_barred, found.home) == (True, None)
    assert found.postal == PostalAddress((OLD, OLD_CODE))
    found.check_text(f"Rhys Hughes, {OLD}, {OLD_CODE}")


@pytest.mark.parametrize("days", [{"until": date(2026, 9, 10)}, {"since": date(2027, 1, 1)}, {}])
def test_a_bar_holds_whether_the_address_is_past_present_or_to_come(desk: ErrandDesk, days: dict[str, date]) -> None:
    father = make_related(desk.child, Relationship.Kind.FATHER)
    safe_place(SAFE, SAFE_CODE, father, child=desk.child, by=desk.owner, **days)
    assert "must not learn" in reasons(desk, whom(desk.child, father), WHERE)


def test_a_bar_at_the_address_of_who_the_child_lives_with_or_of_a_sister_holds_too(desk: ErrandDesk) -> None:
    mother = make_related(desk.child, lives_with=True)
    father = make_related(desk.child, Relationship.Kind.FATHER)
    uncle = make_related(desk.child, Relationship.Kind.OTHER_RELATIVE)
    sister = make_child("Hughes", "Elin")
    Relationship.objects.create(child=sister, person=mother, kind=Relationship.Kind.MOTHER, lives_with=True)
    safe_place(SAFE, SAFE_CODE, father, person=mother, by=desk.owner)
    safe_place(SAFE, SAFE_CODE, uncle, child=sister, by=desk.owner)
    for person in (father, uncle):
        assert "must not learn" in reasons(desk, whom(desk.child, person), WHERE)


def test_a_bar_at_somebody_elses_address_keeps_no_parent_from_the_child(desk: ErrandDesk) -> None:
    make_related(desk.child, lives_with=True)
    father = make_related(desk.child, Relationship.Kind.FATHER)
    aunt = make_related(desk.child, Relationship.Kind.OTHER_RELATIVE, responsibility=False)
    safe_place(SAFE, SAFE_CODE, father, person=aunt, by=desk.owner)
    found = disclosure.check(desk.child, whom(desk.child, father), as_of=AS_OF, tells=WHERE)
    assert not found.is_barred
    with pytest.raises(DisclosureRefused):
        found.check_text(f"The aunt is at {SAFE}")


def test_where_it_is_not_recorded_with_whom_the_child_lives_every_bar_holds(desk: ErrandDesk) -> None:
    father = make_related(desk.child, Relationship.Kind.FATHER)
    mother = make_related(desk.child)
    safe_place(SAFE, SAFE_CODE, father, person=mother, by=desk.owner)
    assert "must not learn" in reasons(desk, whom(desk.child, father), WHERE)


def test_a_record_that_contradicts_itself_is_refused(desk: ErrandDesk) -> None:
    father = make_related(desk.child, Relationship.Kind.FATHER, lives_with=True)
    safe_place(SAFE, SAFE_CODE, father, child=desk.child, by=desk.owner)
    assert "the record says they live together" in reasons(desk, whom(desk.child, father))


def test_a_safe_address_written_down_for_who_is_barred_from_it_is_not_used(desk: ErrandDesk) -> None:
    father = make_related(desk.child, Relationship.Kind.FATHER)
    safe_place(SAFE, SAFE_CODE, father, child=desk.child, by=desk.owner)
    place("7, HARBOUR view", "cv59sf", person=father)
    assert "cannot be used" in reasons(desk, whom(desk.child, father))


def test_who_lives_in_the_same_street_or_postcode_may_be_written_to(desk: ErrandDesk) -> None:
    father = make_related(desk.child, Relationship.Kind.FATHER)
    safe_place(SAFE, SAFE_CODE, father, child=desk.child, by=desk.owner)
    place("9 Harbour View", SAFE_CODE, person=father)
    assert disclosure.check(desk.child, whom(desk.child, father), as_of=AS_OF).postal is not None


def test_every_reason_is_given_at_once(desk: ErrandDesk) -> None:
    someone = make_related(desk.child, Relationship.Kind.OTHER, responsibility=False, may_be_contacted=False)
    words = reasons(desk, whom(desk.child, someone))
    assert "not recorded with parental responsibility" in words
    assert "“Do not contact”" in words
    assert "Do not contact" in reasons(desk, whom(desk.child, someone, Audience.RELATED))


def test_nothing_leaves_a_hidden_record_and_strangers_get_nothing(desk: ErrandDesk) -> None:
    stranger = Person.objects.create(given_names="Sam", surname="Stranger")
    assert "not recorded as anybody" in reasons(desk, whom(desk.child, stranger, Audience.RELATED))
    desk.child.is_hidden = True
    assert "Nothing may leave" in reasons(desk, body(desk))


# --- the words themselves


@pytest.mark.parametrize(
    "text",
    [
        f"Come to {SAFE}.",
        "COME TO 7 HARBOUR VIEW, please",
        "7\nHarbour-View",
        "the postcode is CV59SF",
        "cv5 9sf",
        f"as before, {OLD}",
        "3 New Road",
        "4 Quay Mews",
    ],
)
def test_no_address_of_any_time_reaches_who_is_barred(desk: ErrandDesk, text: str) -> None:
    mother = make_related(desk.child, lives_with=True)
    father = make_related(desk.child, Relationship.Kind.FATHER)
    place(OLD, OLD_CODE, child=desk.child, until=MOVED_OUT)
    place("3 New Road", "CV7 7AA", child=desk.child, since=date(2027, 1, 1))
    place("4 Quay Mews", "", person=mother)
    place("12 Mill Hill", "CV8 8AA", person=father)
    safe_place(SAFE, SAFE_CODE, father, child=desk.child, by=desk.owner)
    found = disclosure.check(desk.child, whom(desk.child, father), as_of=AS_OF)
    found.check_text("Nothing in particular, 7 Harbour Street, 12 Mill Hill, CV8 8AA.")
    with pytest.raises(DisclosureRefused, match="Nothing was made or sent"):
        found.check_text(text)


def test_a_parent_may_read_the_home_they_know_and_nobody_elses(desk: ErrandDesk) -> None:
    mother = make_related(desk.child, lives_with=True)
    father = make_related(desk.child, Relationship.Kind.FATHER)
    place(OLD, OLD_CODE, child=desk.child)
    place(OLD, OLD_CODE, person=mother)
    place("12 Mill Hill", "CV8 8AA", person=father)
    found = disclosure.check(desk.child, whom(desk.child, mother), as_of=AS_OF)
    found.check_text(f"{OLD}, {OLD_CODE}")
    with pytest.raises(DisclosureRefused):
        found.check_text("12 Mill Hill")


def test_a_short_first_line_is_known_by_what_follows_it(desk: ErrandDesk) -> None:
    father = make_related(desk.child, Relationship.Kind.FATHER)
    restricted = safe_place("Flat 2", "", father, child=desk.child, by=desk.owner)
    type(restricted).objects.filter(pk=restricted.pk).update(line_2="9 Harbour View")
    found = disclosure.check(desk.child, whom(desk.child, father), as_of=AS_OF)
    found.check_text("Flat 2 is where we meet.")
    with pytest.raises(DisclosureRefused):
        found.check_text("Flat 2, 9 Harbour View")


def test_a_person_stands_once_among_the_recipients(desk: ErrandDesk) -> None:
    guardian = make_related(desk.child, Relationship.Kind.GUARDIAN)
    Relationship.objects.create(child=desk.child, person=guardian, kind=Relationship.Kind.GRANDPARENT)
    found = disclosure.recipients_of(desk.child, desk.school, [Audience.PARENT, Audience.SCHOOL])
    assert [(each.name, each.code) for each in found] == [
        (str(guardian), str(guardian.uuid)),
        ("The Head Teacher", "school"),
    ]
    assert len(found[0].relationships) == 2
    assert disclosure.recipients_of(desk.child, None, [Audience.GOVERNORS]) == []
