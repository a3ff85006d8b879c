"""How a cohort plugs in: it builds one CaseKind for each kind of case and registers it when the apps are ready.

The kernel's screens read only what stands here; they know no cohort.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Case


class DuplicateKind(Exception):
    """Two cohorts registered the same kind, or two kinds the same reference prefix."""


class UnknownKind(Exception):
    """No cohort has registered this kind."""


@dataclass(frozen=True)
class State:
    """A state of a kind: its code, its name in words, and whether the case is over in it."""

    code: str
    label: str
    is_end: bool = False


@dataclass(frozen=True)
class Transition:
    """A lawful step: what it is called, from which states it leads where, and whether this product can do it yet.

    `url_name` is the page that takes the step (reversed with the case's reference); empty while no action exists.
    """

    code: str
    label: str
    from_states: frozenset[str]
    to_states: frozenset[str]
    url_name: str = ""


@dataclass(frozen=True)
class Step:
    """A transition as a case page offers it: possible now, or the reasons why not."""

    label: str
    address: str = ""
    reasons: tuple[str, ...] = ()
    is_main: bool = False


@dataclass(frozen=True)
class Row:
    """One line of a group on the case page. `needs` says in words what is missing; then the value may be empty."""

    label: str
    value: str = ""
    needs: str = ""
    explain_url: str = ""


@dataclass(frozen=True)
class Group:
    """A group on the case page, as officers talk: its rows, the page that changes them, and further pages (`links`:
    address and label) where one page does not change them all. `is_to_read`: the first page changes nothing itself, and
    is there for who may only read too."""

    title: str
    rows: tuple[Row, ...]
    change_url: str = ""
    change_label: str = "Change"
    links: tuple[tuple[str, str], ...] = ()
    is_to_read: bool = False


@dataclass(frozen=True)
class Presentation:
    """Everything that the kernel's case page shows of a cohort's facts."""

    groups: tuple[Group, ...] = ()
    steps: tuple[Step, ...] = ()
    lozenges: tuple[str, ...] = ()

    def to_read(self) -> Presentation:
        """The same for who may read the case and not change it: without the ways to pages that would refuse them."""
        groups = tuple(
            replace(group, change_url=group.change_url if group.is_to_read else "", links=()) for group in self.groups
        )
        return replace(self, groups=groups, steps=())


@dataclass(frozen=True)
class CaseKind:
    """A kind of case. `refresh` works all dates out again; `present` gives the case page its content.

    `recount_closed` takes ids of closed cases and a day, and brings what they still count for up to date when a
    calendar changed; their deadlines stay as they are. None: nothing of a closed case counts on. `reopen_reasons` are
    the codes, with their words, for which a closed case may be opened again; empty: it may not.

    `lozenge` is what a child with such a case is called, in the states of `lozenge_states` (empty: in every open one).
    Of a case of a kind that `is_sensitive`, who may not open it learns neither kind, reference, dates, state nor
    lozenge, only that it is there and whom to ask; and what is kept in it is taken to be about safeguarding unless
    somebody says otherwise.
    """

    code: str
    label: str
    reference_prefix: str
    states: Sequence[State]
    transitions: Sequence[Transition]
    event_labels: Mapping[str, str]
    deadline_labels: Mapping[str, str]
    refresh: Callable[..., None]
    present: Callable[[Case, User, date], Presentation]
    lozenge: str = ""
    lozenge_states: frozenset[str] = frozenset()
    open_label: str = ""
    open_url_name: str = ""
    summary_template: str = ""
    reopen_reasons: Mapping[str, str] = field(default_factory=dict)
    recount_closed: Callable[[Sequence[int], date], None] | None = None
    tracks: Mapping[str, Sequence[State]] = field(default_factory=dict)
    track_steps: Mapping[str, Sequence[Transition]] = field(default_factory=dict)
    is_sensitive: bool = False

    def state_label(self, code: str) -> str:
        """The state in words; the code itself when it is from an older table."""
        return next((state.label for state in self.states if state.code == code), code)

    def has_lozenge_in(self, state: str) -> bool:
        """True when the lozenge is true of a child whose open case is in this state."""
        return not self.lozenge_states or state in self.lozenge_states


_kinds: dict[str, CaseKind] = {}


def register_kind(kind: CaseKind) -> None:
    """Register a kind. Raises DuplicateKind when its code is taken."""
    if kind.code in _kinds:
        raise DuplicateKind(f"The kind {kind.code} is registered twice.")
    _kinds[kind.code] = kind


def kind_of(case: Case) -> CaseKind:
    """The kind of this case. Raises UnknownKind."""
    return get_kind(case.kind)


def get_kind(code: str) -> CaseKind:
    """The kind with this code. Raises UnknownKind."""
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(f"No cohort has registered the kind {code}.") from None


def sensitive_kinds() -> frozenset[str]:
    """Codes of the kinds whose very name tells something that few should know."""
    return frozenset(kind.code for kind in _kinds.values() if kind.is_sensitive)


def all_kinds() -> list[CaseKind]:
    """Every kind, by label."""
    return sorted(_kinds.values(), key=lambda kind: kind.label)


KERNEL_EVENT_LABELS = {
    "case_opened": "Case opened",
    "case_reopened": "Case opened again",
    "case_allocated": "Case allocated",
    "case_handed_over": "Case handed over",
    "task_handed_over": "Tasks handed over",
    "deadline_set": "Date worked out",
    "deadline_moved": "Date moved",
    "deadline_without_date": "Date can no longer be worked out",
    "deadline_met": "Date met",
    "deadline_superseded": "Date no longer runs",
    "note_added": "Note added",
    "task_opened": "Task opened",
    "task_done": "Task done",
    "task_cancelled": "Task no longer needed",
    "document_added": "Document added",
    "letter_issued": "Letter issued",
    "letter_sent": "Letter sent",
    "approval_asked": "Approval asked for",
    "approval_decided": "Approval decided",
    "child_created": "Child's record created",
    "child_changed": "Child's record changed",
    "child_enrolled": "On the roll of a school",
    "enrolment_ended": "Off the roll of a school",
    "enrolment_changed": "Registration at a school corrected",
    "enrolment_taken_back": "Registration at a school taken back",
}


_room_event_labels: dict[str, str] = {}


def register_event_labels(labels: Mapping[str, str]) -> None:
    """Words for the events of a room without a kind of its own. Raises DuplicateKind when a code has words already."""
    taken = labels.keys() & (KERNEL_EVENT_LABELS.keys() | _room_event_labels.keys())
    if taken:
        raise DuplicateKind(f"The event {min(taken)} has words already.")
    _room_event_labels.update(labels)


def event_label(code: str) -> str:
    """An event in words, whoever registered it."""
    if code in KERNEL_EVENT_LABELS:
        return KERNEL_EVENT_LABELS[code]
    if code in _room_event_labels:
        return _room_event_labels[code]
    return next((kind.event_labels[code] for kind in _kinds.values() if code in kind.event_labels), code)
