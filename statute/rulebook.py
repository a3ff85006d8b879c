"""The modules that register rules. A new topic is one more line here."""

from statute import letters, people
from statute.exclusions import day_six, funding, governors, notices, placement, review, support, suspensions

RULE_MODULES = (
    day_six,
    funding,
    governors,
    letters,
    notices,
    people,
    placement,
    review,
    support,
    suspensions,
)
