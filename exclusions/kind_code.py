"""The codes of this cohort's kinds, apart so that everything may name them."""

PERMANENT_EXCLUSION = "permanent_exclusion"
SUSPENSION = "suspension"
EXCLUSION_SUPPORT = "exclusion_support"
