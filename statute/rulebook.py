"""The modules that register rules. A new topic is one more line here."""

from statute import letters, people
from statute.exclusions import day_six, funding, governors, notices, panels, placement, review, suspensions

RULE_MODULES = (
    day_six,
    funding,
    governors,
    letters,
    notices,
    panels,
    people,
    placement,
    review,
    suspensions,
)
