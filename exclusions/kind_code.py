"""The codes of this cohort's kinds, apart so that everything may name them."""

PERMANENT_EXCLUSION = "permanent_exclusion"
SUSPENSION = "suspension"
SAFEGUARDING_SEPARATION = "safeguarding_separation"
OFFSITE_DIRECTION = "offsite_direction"
MANAGED_MOVE = "managed_move"
EXCLUSION_SUPPORT = "exclusion_support"

# What an exclusions team works.
EVERY_KIND = (
    PERMANENT_EXCLUSION,
    SUSPENSION,
    SAFEGUARDING_SEPARATION,
    OFFSITE_DIRECTION,
    MANAGED_MOVE,
    EXCLUSION_SUPPORT,
)

# The state of a suspension or a permanent exclusion that should never have been recorded. It closes the case for good,
# and the row then counts nowhere: `Suspension.objects` and `Exclusion.objects` leave it out.
RECORDED_BY_MISTAKE = "recorded_by_mistake"
