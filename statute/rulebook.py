"""The modules that register rules. A new topic is one more line here."""

from statute import letters, people, reports
from statute.exclusions import day_six, funding, governors, notices, placement, review, suspensions

RULE_MODULES = (
    day_six,
    funding,
    governors,
    letters,
    notices,
    people,
    placement,
    reports,
    review,
    suspensions,
)
