"""The modules that register rules. A new topic is one more line here."""

from statute import letters, people, reports
from statute.exclusions import (
    day_six,
    funding,
    governors,
    moves,
    notices,
    offsite,
    panels,
    placement,
    prompts,
    review,
    separations,
    support,
    suspensions,
)

RULE_MODULES = (
    day_six,
    funding,
    governors,
    letters,
    moves,
    notices,
    offsite,
    panels,
    people,
    placement,
    prompts,
    reports,
    review,
    separations,
    support,
    suspensions,
)
