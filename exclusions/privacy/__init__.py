"""Privacy and retention class of every field of this app (tests/architecture refuses a field without one)."""

from exclusions.privacy.decisions import DECISIONS
from exclusions.privacy.governors import GOVERNORS
from exclusions.privacy.moving import MOVING
from exclusions.privacy.prompts import PROMPTS

PRIVACY = {
    **DECISIONS,
    **GOVERNORS,
    **MOVING,
    **PROMPTS,
}
