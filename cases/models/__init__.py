"""The kernel's tables, by topic."""

from cases.models.case import Case, Event, NamedPerson, ReferenceCounter
from cases.models.child import (
    AliasName,
    CareStatus,
    Child,
    ChildMarker,
    Enrolment,
    FormerUpn,
    FreeSchoolMeals,
    Plan,
    SafetyMark,
    SocialWorkerInvolvement,
    SpecialEducationalNeeds,
)
from cases.models.deadline import CalendarSnapshot, Deadline
from cases.models.letter import Letter, LetterCopy
from cases.models.person import Address, BarredPerson, Person, Relationship, RestrictedAddress
from cases.models.work import Approval, Document, Note, Task

__all__ = [
    "Address",
    "AliasName",
    "Approval",
    "BarredPerson",
    "CalendarSnapshot",
    "CareStatus",
    "Case",
    "Child",
    "ChildMarker",
    "Deadline",
    "Document",
    "Enrolment",
    "Event",
    "FormerUpn",
    "FreeSchoolMeals",
    "Letter",
    "LetterCopy",
    "NamedPerson",
    "Note",
    "Person",
    "Plan",
    "ReferenceCounter",
    "Relationship",
    "RestrictedAddress",
    "SafetyMark",
    "SocialWorkerInvolvement",
    "SpecialEducationalNeeds",
    "Task",
]
