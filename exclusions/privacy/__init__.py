"""Privacy and retention class of every field of this app (tests/architecture refuses a field without one)."""

from exclusions.privacy.decisions import DECISIONS
from exclusions.privacy.leaving import LEAVING
from exclusions.privacy.money import MONEY

PRIVACY = {
    **DECISIONS,
    **LEAVING,
    **MONEY,
}
