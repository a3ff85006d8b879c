"""Rules, their dated versions, and the one function that asks them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from statute.calendars import SchoolCalendar
from statute.days import ENGLAND_WORKING_DAYS, Pause, WorkingDays, spoken
from statute.errors import CalendarIncomplete, StatuteError
from statute.facts import Fact, read_date, read_text
from statute.policy import Policy, read_policy
from statute.result import Answer, Checked, Citation, DayCount, Outcome, Result


@dataclass(frozen=True, slots=True)
class Limit:
    """A number the law sets: what for, its unit, the law-pack row it comes from, and how it was confirmed."""

    name: str
    number: int
    unit: str
    row: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as it stands from a day on, until the next version or until its own last day."""

    in_force_from: date
    citation: Citation
    limits: tuple[Limit, ...] = ()
    in_force_to: date | None = None


class Question:
    """What a rule's function is given: the facts, the calendar, the policy and the pauses. Nothing else."""

    def __init__(
        self,
        facts: Mapping[str, object],
        calendar: SchoolCalendar | None,
        policy: Policy,
        pauses: tuple[Pause, ...],
        policy_keys: tuple[str, ...] = (),
    ) -> None:
        self._policy_keys = policy_keys
        self._facts = facts
        self._calendar = calendar
        self._policy = policy
        self._pauses = pauses
        self.limits: Mapping[str, int] = {}
        self.pauses_were_used = False
        self.policy_was_used = False

    def day(self, name: str) -> date:
        """A fact that is a date and is there."""
        return cast(date, self._facts[name])

    def day_if_given(self, name: str) -> date | None:
        """A fact that is a date, or None when it was left out."""
        return cast("date | None", self._facts[name])

    def moment(self, name: str) -> datetime:
        """A fact that is a moment in Europe/London."""
        return cast(datetime, self._facts[name])

    def flag(self, name: str) -> bool:
        """A fact that is true or false."""
        return cast(bool, self._facts[name])

    def whole(self, name: str) -> int:
        """A fact that is a whole number and is there."""
        return cast(int, self._facts[name])

    def whole_if_given(self, name: str) -> int | None:
        """A fact that is a whole number, or None when it was left out."""
        return cast("int | None", self._facts[name])

    def word(self, name: str) -> str:
        """A fact that is text and is there."""
        return cast(str, self._facts[name])

    def word_if_given(self, name: str) -> str | None:
        """A fact that is text, or None when it was left out."""
        return cast("str | None", self._facts[name])

    def money(self, name: str) -> Decimal:
        """A fact that is pounds and pence."""
        return cast(Decimal, self._facts[name])

    def spans(self, name: str) -> tuple[tuple[date, date], ...]:
        """A fact that is a list of [from, to], earliest first."""
        return cast("tuple[tuple[date, date], ...]", self._facts[name])

    def sessions_by_term(self, name: str) -> Mapping[str, int]:
        """A fact that gives sessions by term."""
        return cast("Mapping[str, int]", self._facts[name])

    def policy_number(self, key: str) -> int:
        """A number of days the authority may set; the citation then says that it is policy."""
        self._check_policy_key(key)
        self.policy_was_used = self.policy_was_used or self._policy.has_changed(key)
        return self._policy.number(key)

    def policy_word(self, key: str) -> str:
        """A word the authority may set."""
        self._check_policy_key(key)
        return self._policy.word(key)

    def _check_policy_key(self, key: str) -> None:
        if key not in self._policy_keys:
            raise ValueError(f"the rule reads the policy {key} without naming it in its policy_keys")

    def several(self, name: str) -> tuple[Any, ...]:
        """A fact that is a list of something of the rule's own."""
        return cast("tuple[Any, ...]", self._facts[name])

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """The stretches on which a school-day or working-day clock does not run."""
        self.pauses_were_used = True
        return self._pauses

    @property
    def calendar(self) -> SchoolCalendar:
        """The school's calendar; a rule that needs it is asked only when there is one."""
        return cast(SchoolCalendar, self._calendar)

    @property
    def working_days(self) -> WorkingDays:
        """Working days by the calendar's bank holidays, or England's published ones."""
        return ENGLAND_WORKING_DAYS if self._calendar is None else self._calendar.working_days

    def after(self, day: date, n: int) -> DayCount:
        """n school days after `day`, pauses passed over."""
        return self.calendar.count_after(day, n, self.pauses)

    def beginning_with(self, day: date, n: int) -> DayCount:
        """n school days beginning with `day`, pauses passed over."""
        return self.calendar.count_beginning_with(day, n, self.pauses)

    def before(self, day: date, n: int) -> DayCount:
        """n school days before `day`, pauses passed over."""
        return self.calendar.count_before(day, n, self.pauses)


RuleFunction = Callable[[Question], Answer]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the law: what it is called, where it stands, what it asks and how it answers.

    trigger: the fact whose date chooses the version, or a function of the facts; None for a single version.
    needs_calendar: whether it counts school days and cannot be asked without the school's calendar.
    policy_keys: what an authority may set that this rule reads.
    """

    code: str
    title: str
    row: str
    facts: tuple[Fact, ...]
    versions: tuple[Version, ...]
    answer: RuleFunction
    trigger: str | Callable[[Question], date] | None
    needs_calendar: bool
    policy_keys: tuple[str, ...] = ()

    @property
    def citation(self) -> Citation:
        """The citation of the version in force last."""
        return self.versions[-1].citation

    @property
    def in_force_from(self) -> date:
        """The first day the rule is held for."""
        return self.versions[0].in_force_from

    @property
    def in_force_to(self) -> date | None:
        """The last day the rule is held for; None while it stands."""
        return self.versions[-1].in_force_to

    def version_on(self, day: date | None) -> Version | None:
        """The version in force on a day (the only one when the rule has no trigger); None when none was."""
        if day is None:
            return self.versions[-1]
        begun = [version for version in self.versions if version.in_force_from <= day]
        if not begun or day > (begun[-1].in_force_to or day):
            return None
        return begun[-1]

    def trigger_date(self, question: Question) -> date | None:
        """The date that chooses the version."""
        if self.trigger is None:
            return None
        return question.day(self.trigger) if isinstance(self.trigger, str) else self.trigger(question)


_RULES: dict[str, Rule] = {}


def rule(
    code: str,
    *,
    title: str,
    row: str,
    facts: tuple[Fact, ...],
    versions: tuple[Version, ...],
    trigger: str | Callable[[Question], date] | None,
    needs_calendar: bool = False,
    policy_keys: tuple[str, ...] = (),
) -> Callable[[RuleFunction], RuleFunction]:
    """Register the decorated function as the answer of a rule. A code may be registered once."""

    def register(function: RuleFunction) -> RuleFunction:
        if code in _RULES:
            raise ValueError(f"the rule {code} is registered twice")
        if trigger is None and len(versions) > 1:
            raise ValueError(f"the rule {code} has no trigger date to choose between its versions")
        ordered = tuple(sorted(versions, key=lambda version: version.in_force_from))
        _RULES[code] = Rule(code, title, row, facts, ordered, function, trigger, needs_calendar, policy_keys)
        return function

    return register


def rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return tuple(_RULES[code] for code in sorted(_RULES))


def rule_version(code: str, on: date | str) -> str | None:
    """The version of a rule for a trigger date, as "<rule>@<in force from>"; None when none stood then."""
    found = _find(code)
    version = found.version_on(read_date("on", on))
    return None if version is None else _version_name(found, version)


def calculate(
    rule: str,
    *,
    facts: Mapping[str, object],
    calendar: SchoolCalendar | Mapping[str, object] | None = None,
    policy: Policy | str | Mapping[str, object] | None = None,
    pauses: Iterable[object] = (),
) -> Result:
    """Ask one rule one question.

    facts: the rule's own facts, dates as `datetime.date` or ISO strings. calendar: the school's, for
    rules that count school days.
    policy: a `Policy`, a shipped name or overrides. pauses: [from, to, reason] triples.
    Raises `StatuteError`, naming the field, for an unknown rule or a missing, unknown or malformed field.
    """
    asked = _find(rule)
    read = _read_facts(asked, facts)
    if calendar is not None and not isinstance(calendar, SchoolCalendar):
        calendar = SchoolCalendar.from_json(calendar)
    if calendar is None and asked.needs_calendar:
        raise StatuteError("calendar", f"is missing: {asked.code} counts school days; give the school's calendar")
    question = Question(read, calendar, read_policy(policy), _read_pauses(pauses), asked.policy_keys)
    day = asked.trigger_date(question)
    version = asked.version_on(day)
    if version is None:
        return _no_version(asked, cast(date, day))
    question.limits = {limit.name: limit.number for limit in version.limits}
    try:
        answer = asked.answer(question)
    except CalendarIncomplete as incomplete:
        answer = Answer(Outcome.CALENDAR_INCOMPLETE, str(incomplete))
    return _finish(asked, version, question, answer)


def _find(code: object) -> Rule:
    if not isinstance(code, str) or code not in _RULES:
        raise StatuteError("rule", f"there is no rule {code!r}; `python -m statute rules` lists them")
    return _RULES[code]


def _read_facts(asked: Rule, given: object) -> dict[str, object]:
    if not isinstance(given, Mapping):
        raise StatuteError("facts", "must be an object of facts by name")
    known = {fact.name for fact in asked.facts}
    for name in given:
        if name not in known:
            raise StatuteError(str(name), f"is not a fact of {asked.code}; its facts are {', '.join(sorted(known))}")
    read: dict[str, object] = {}
    for fact in asked.facts:
        if fact.name in given:
            read[fact.name] = fact.read(given[fact.name])
        elif fact.required:
            raise StatuteError(fact.name, f"is missing: give {fact.meaning} ({fact.kind.name})")
        else:
            read[fact.name] = fact.default if fact.default is None else fact.read(fact.default)
    return read


def _read_pauses(given: object) -> tuple[Pause, ...]:
    if not isinstance(given, list | tuple):
        raise StatuteError("pauses", "must be a list of [from, to, reason]")
    pauses: list[Pause] = []
    for place, triple in enumerate(given):
        field = f"pauses[{place}]"
        if not isinstance(triple, list | tuple) or len(triple) != 3:
            raise StatuteError(field, "must be [from, to, reason]")
        first, last = read_date(field, triple[0]), read_date(field, triple[1])
        if first > last:
            raise StatuteError(field, f"starts on {first}, after it ends on {last}: put the earlier date first")
        pauses.append(Pause(first, last, read_text(field, triple[2])))
    return tuple(pauses)


def _version_name(asked: Rule, version: Version) -> str:
    return f"{asked.code}@{version.in_force_from}"


def _no_version(asked: Rule, day: date) -> Result:
    last = asked.in_force_to
    held = f"from {spoken(asked.in_force_from)}" + ("" if last is None else f" to {spoken(last)}")
    return Result(
        Outcome.LIMIT_NOT_KNOWN,
        f"{asked.code} is held {held}; the law of {spoken(day)} is not.",
        asked.citation,
        f"{asked.code}@not held on {day}",
    )


def _finish(asked: Rule, version: Version, question: Question, answer: Answer) -> Result:
    citation = version.citation
    if question.policy_was_used:
        citation = replace(citation, checked=Checked.POLICY)
    return Result(
        outcome=answer.outcome,
        because=answer.because,
        citation=citation,
        version=_version_name(asked, version),
        due_on=answer.due_on,
        due_at=answer.due_at,
        value=answer.value,
        counted=answer.counted,
        skipped=answer.skipped,
        warnings=(
            *answer.warnings,
            *_pause_warnings(question),
            *_later_version_warnings(asked, version, answer),
        ),
        also=answer.also,
        owner=answer.owner,
        steps=answer.steps,
    )


def _pause_warnings(question: Question) -> list[str]:
    used = question.pauses_were_used
    pauses = question.pauses
    if pauses and not used:
        return ["The pauses were not used: no clock of this rule stops for a pause."]
    return [f"Paused from {spoken(pause.first)} to {spoken(pause.last)}: {pause.reason}." for pause in pauses]


def _later_version_warnings(asked: Rule, version: Version, answer: Answer) -> list[str]:
    later = [other for other in asked.versions if other.in_force_from > version.in_force_from]
    if answer.due_on is None or not later or answer.due_on < later[0].in_force_from:
        return []
    return [
        f"A later version of this rule, in force from {spoken(later[0].in_force_from)}, stands when this "
        "falls due; the version of the trigger date was used."
    ]
