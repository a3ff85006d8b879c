"""What the written notice to the parents must say (law pack, exclusions §3)."""

from __future__ import annotations

from django.db import models


class Content(models.TextChoices):
    """A thing that the notice says."""

    REASONS = "reasons", "The reasons"
    PERIOD = "period", "How long the suspension lasts, or that the exclusion is permanent"
    REPRESENTATIONS = (
        "representations",
        "The right to make representations to the governing board, and how the pupil may be involved",
    )
    WHERE_TO_SEND = "where_to_send", "How, where and to whom to send the representations"
    MEETING = (
        "meeting",
        "If the governors will meet: the right to attend, to be represented and to bring a friend, and to ask for a "
        "remote meeting and how",
    )
    PUBLIC_PLACE = (
        "public_place",
        "The school days on which the pupil must not be in a public place, and the penalty",
    )
    PROVISION = (
        "provision",
        "Education from day six, as far as it is known: from when, at what times, where and whom to report to",
    )
    ADVICE = "advice", "Where to get free and impartial advice"


ALWAYS = (Content.REASONS, Content.PERIOD, Content.REPRESENTATIONS, Content.WHERE_TO_SEND, Content.ADVICE)


def contents_that_apply(*, governors_may_meet: bool, is_of_compulsory_age: bool, has_sixth_day: bool) -> list[Content]:
    """What this notice must say, in the order of the list."""
    applies = {
        **dict.fromkeys(ALWAYS, True),
        Content.MEETING: governors_may_meet,
        Content.PUBLIC_PLACE: is_of_compulsory_age,
        Content.PROVISION: has_sixth_day,
    }
    return [content for content in Content if applies[content]]
