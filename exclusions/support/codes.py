"""The coded answers about help before an exclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import models


class Concern(models.TextChoices):
    """Why the school is worried."""

    BEHAVIOUR = "behaviour", "Behaviour"
    ATTENDANCE = "attendance", "Attendance"
    NEEDS_NOT_MET = "sen_not_met", "Special educational needs that are not met"
    FAMILY = "family", "Family circumstances"
    EXPLOITATION = "exploitation", "Exploitation or risk outside the home"
    OTHER = "other", "Something else"


class Tried(models.TextChoices):
    """What a school does for every pupil before it asks for more: universal support."""

    BEHAVIOUR_PLAN = "behaviour_plan", "Behaviour or support plan"
    ADJUSTMENTS = "adjustments", "Reasonable adjustments in class"
    KEY_ADULT = "key_adult", "A key adult or mentor"
    PARENTS_MET = "parents_met", "Meetings with the parents"
    NEEDS_ASSESSED = "needs_assessed", "Assessment of needs by the SENCO"
    EARLY_HELP = "early_help", "Early help assessment"
    OUTSIDE_ADVICE = "outside_advice", "Advice from outside the school"
    INTERNAL_PROVISION = "internal_provision", "Provision inside the school"


class SupportKind(models.TextChoices):
    """What help can be."""

    ADVICE = "advice", "Advice"
    OUTREACH = "outreach", "Outreach into the school"
    TARGETED_SUPPORT = "targeted_support", "Targeted support or placement"
    TIME_LIMITED_PLACEMENT = "time_limited_placement", "Time-limited placement"
    MULTI_SERVICE_MEETING = "multi_service_meeting", "Meeting of several services"
    MANAGED_MOVE = "managed_move", "Managed move"
    TRANSITIONAL_SUPPORT = "transitional_support", "Transitional support back into school"


# What a school can ask for; the way back is agreed later.
ASKED_FOR = tuple(kind for kind in SupportKind if kind != SupportKind.TRANSITIONAL_SUPPORT)
# For these a place is booked with a provider.
WITH_A_PLACE = frozenset({SupportKind.TIME_LIMITED_PLACEMENT})


class Tier(models.TextChoices):
    """A step of help. Which of them an authority has is its policy (rule exclusions.support_tiers)."""

    UNIVERSAL = "universal", "Universal support"
    TARGETED = "targeted", "Targeted support"
    TIME_LIMITED = "time_limited", "Time-limited placement"
    TRANSITIONAL = "transitional", "Transitional support"


# Advice, outreach and a meeting go with every step. A managed move is none of what every pupil has, and what has a step
# of its own belongs there.
_ON_EVERY_STEP = (SupportKind.ADVICE, SupportKind.OUTREACH, SupportKind.MULTI_SERVICE_MEETING)
KINDS_BY_TIER: Mapping[str, tuple[SupportKind, ...]] = {
    Tier.UNIVERSAL: _ON_EVERY_STEP,
    Tier.TARGETED: (*_ON_EVERY_STEP, SupportKind.TARGETED_SUPPORT, SupportKind.MANAGED_MOVE),
    Tier.TIME_LIMITED: (*_ON_EVERY_STEP, SupportKind.TIME_LIMITED_PLACEMENT, SupportKind.MANAGED_MOVE),
    Tier.TRANSITIONAL: (*_ON_EVERY_STEP, SupportKind.TRANSITIONAL_SUPPORT, SupportKind.MANAGED_MOVE),
}


def kinds_of(tier: str, tiers: Sequence[str]) -> list[SupportKind]:
    """What help can be on this step, where an authority has these; its last step also takes what has none of its own
    there. In the order of the list; empty for a step that the authority has not."""
    if tier not in tiers:
        return []
    missing = [each for each in KINDS_BY_TIER if each not in tiers] if tier == tiers[-1] else []
    taken = {kind for each in (tier, *missing) for kind in KINDS_BY_TIER[each]}
    return [kind for kind in SupportKind if kind in taken]


class LineOutcome(models.TextChoices):
    """How one line of support went."""

    HELPED = "helped", "It helped"
    HELPED_PARTLY = "helped_partly", "It helped in part"
    NO_CHANGE = "no_change", "Nothing changed"
    ENDED_EARLY = "ended_early", "It ended early"
    NOT_STARTED = "not_started", "It never started"


class SupportOutcome(models.TextChoices):
    """What came of the help as a whole, as the officer says when it is closed. Whether and when the pupil was excluded
    is worked out beside it."""

    SETTLED = "settled", "The pupil is settled at the school"
    GOES_ON_AT_SCHOOL = "goes_on_at_school", "The school goes on with its own support"
    MANAGED_MOVE = "managed_move", "The pupil moved to another school"
    SPECIALIST_PLACE = "specialist_place", "A specialist place through the EHC plan"
    HOME_EDUCATION = "home_education", "The parents educate at home"
    LEFT_AREA = "left_area", "The family left the area"
    EXCLUDED = "excluded", "The pupil was excluded"
    NO_LONGER_WANTED = "no_longer_wanted", "The school or the parents no longer want it"


class NotTakenUp(models.TextChoices):
    """Why help was not taken up."""

    SCHOOL_FIRST = "school_first", "The school has more of its own to try first"
    PARENTS_DECLINED = "parents_declined", "The parents do not agree"
    ANOTHER_SERVICE = "another_service", "Another service helps"
    ALREADY_EXCLUDED = "already_excluded", "The pupil was excluded before it was considered"
    ASKED_IN_ERROR = "asked_in_error", "It was asked for by mistake"


class Service(models.TextChoices):
    """Who takes part in a meeting of several services, by role: no names."""

    SCHOOL = "school", "School"
    PARENTS = "parents", "Parents or carers"
    INCLUSION = "inclusion", "Inclusion or exclusions team"
    SEND = "send", "SEND team"
    PSYCHOLOGY = "psychology", "Educational psychology"
    EARLY_HELP = "early_help", "Early help"
    SOCIAL_CARE = "social_care", "Children’s social care"
    VIRTUAL_SCHOOL = "virtual_school", "Virtual school"
    YOUTH_JUSTICE = "youth_justice", "Youth justice"
    HEALTH = "health", "Health, mental health included"
    POLICE = "police", "Police"
    PROVIDER = "provider", "Provider of education elsewhere"
