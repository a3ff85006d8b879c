"""Who may sit on an independent review panel: how many, of which kinds, trained when, and with no interest."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from statute.days import every_day, months_beginning_with, spoken
from statute.errors import StatuteError
from statute.exclusions.regimes import DISCIPLINE_REGULATIONS, FROM_KNOWLEDGE, REGULATIONS_2012, both_editions
from statute.facts import DATE, Kind, choice, read_date, read_flag, read_text, required
from statute.registry import Limit, Question, rule
from statute.result import Answer, due, refused, value

LAY, GOVERNOR, HEAD_TEACHER = "lay", "governor", "head_teacher"
KINDS = {LAY: "lay member", GOVERNOR: "school governor", HEAD_TEACHER: "head teacher"}
_ROW = "exclusions §2 IRP"
_TRAINING = Limit("months", 24, "months, the day of the training is the first day", _ROW, FROM_KNOWLEDGE)
_SIZES = (
    Limit("small", 3, "members", _ROW, FROM_KNOWLEDGE),
    Limit("large", 5, "members", _ROW, FROM_KNOWLEDGE),
    Limit("lay", 1, "lay member, who chairs", _ROW, FROM_KNOWLEDGE),
)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is to sit: of which kind, whether in the chair, trained when, and whether interested.

    `key` tells two people of one name apart.
    """

    key: str
    name: str
    kind: str
    is_chair: bool
    trained_on: date
    has_interest: bool


def read_members(field: str, value: object) -> tuple[Member, ...]:
    """A list of members, each with key, name, kind, is_chair, trained_on and has_interest. It may be empty."""
    if not isinstance(value, list | tuple):
        raise StatuteError(field, "must be a list of members")
    return tuple(_read_member(f"{field}[{place}]", each) for place, each in enumerate(value))


def _read_member(field: str, given: object) -> Member:
    names = {"key", "name", "kind", "is_chair", "trained_on", "has_interest"}
    if not isinstance(given, Mapping) or set(given) != names:
        raise StatuteError(field, f"must have exactly {', '.join(sorted(names))}")
    kind = choice(*KINDS).read(f"{field}.kind", given["kind"])
    return Member(
        read_text(f"{field}.key", given["key"]),
        read_text(f"{field}.name", given["name"]),
        str(kind),
        read_flag(f"{field}.is_chair", given["is_chair"]),
        read_date(f"{field}.trained_on", given["trained_on"]),
        read_flag(f"{field}.has_interest", given["has_interest"]),
    )


MEMBERS = Kind("list of panel members", read_members)


@rule(
    "exclusions.panel_member_training",
    title="How long a panel member's training counts",
    row=_ROW,
    facts=(required("trained_on", DATE, "the day of the training"),),
    versions=both_editions(REGULATIONS_2012, DISCIPLINE_REGULATIONS, "Sch 1, training", FROM_KNOWLEDGE, _TRAINING),
    trigger="trained_on",
)
def panel_member_training(question: Question) -> Answer:
    """The last day on which a review may begin before a member trained on that day: two years, that day the first."""
    trained_on, months = question.day("trained_on"), question.limits["months"]
    count = every_day(trained_on, months_beginning_with(trained_on, months))
    return due(count, f"{months} months beginning with {spoken(trained_on)}.")


@rule(
    "exclusions.panel_composition",
    title="Who may sit on an independent review panel",
    row=_ROW,
    facts=(
        required("hearing_on", DATE, "the day on which the review begins"),
        required("members", MEMBERS, "everybody who is to sit"),
    ),
    versions=both_editions(
        REGULATIONS_2012, DISCIPLINE_REGULATIONS, "Sch 1, constitution of panels", FROM_KNOWLEDGE, *_SIZES, _TRAINING
    ),
    trigger="hearing_on",
)
def panel_composition(question: Question) -> Answer:
    """True for a lawful panel: three or five members, a lay one in the chair, governors and head teachers in equal
    numbers, all trained in time, none with an interest, none twice. Refused with every reason."""
    members: tuple[Member, ...] = question.several("members")
    reasons = [*_against_numbers(question, members), *_against_members(question, members)]
    if reasons:
        return refused(*reasons)
    return value(True, f"{len(members)} members, a lay member in the chair, all trained in time and none interested.")


def _against_numbers(question: Question, members: tuple[Member, ...]) -> Iterator[str]:
    small, large, lay = (question.limits[name] for name in ("small", "large", "lay"))
    if len(members) not in (small, large):
        yield f"A panel has {small} or {large} members; this has {len(members)}."
    size = large if len(members) > small else small
    of_each = (size - lay) // 2
    kinds = Counter(member.kind for member in members)
    for kind, needed in ((LAY, lay), (GOVERNOR, of_each), (HEAD_TEACHER, of_each)):
        if kinds[kind] != needed:
            words = KINDS[kind] + ("" if needed == 1 else "s")
            yield f"A panel of {size} has {needed} {words}; this has {kinds[kind]}."
    chairs = [member for member in members if member.is_chair]
    if len(chairs) != 1:
        yield f"One member is in the chair; here it is {len(chairs)}."
    yield from (f"{chair.name} is no lay member, and only one may chair." for chair in chairs if chair.kind != LAY)


def _against_members(question: Question, members: tuple[Member, ...]) -> Iterator[str]:
    hearing_on, months = question.day("hearing_on"), question.limits["months"]
    for member in members:
        if member.has_interest:
            yield f"{member.name} is connected with the school or the authority."
        last_day = months_beginning_with(member.trained_on, months)
        if last_day < hearing_on:
            yield f"{member.name}’s training counts until {spoken(last_day)}, not until {spoken(hearing_on)}."
        elif member.trained_on > hearing_on:
            yield f"{member.name} is trained only on {spoken(member.trained_on)}, after the hearing begins."
    names = {member.key: member.name for member in members}
    for key, times in Counter(member.key for member in members).items():
        if times > 1:
            yield f"{names[key]} is on the panel {times} times."
