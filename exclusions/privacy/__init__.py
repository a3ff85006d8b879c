"""Privacy and retention class of every field of this app (tests/architecture refuses a field without one)."""

from exclusions.privacy.between_authorities import BETWEEN_AUTHORITIES
from exclusions.privacy.decisions import DECISIONS
from exclusions.privacy.governors import GOVERNORS
from exclusions.privacy.leaving import LEAVING
from exclusions.privacy.money import MONEY
from exclusions.privacy.moving import MOVING
from exclusions.privacy.prompts import PROMPTS
from exclusions.privacy.public_place import PUBLIC_PLACE
from exclusions.privacy.reviews import REVIEWS
from exclusions.privacy.support import SUPPORT

PRIVACY = {
    **BETWEEN_AUTHORITIES,
    **DECISIONS,
    **GOVERNORS,
    **LEAVING,
    **MONEY,
    **MOVING,
    **PROMPTS,
    **PUBLIC_PLACE,
    **REVIEWS,
    **SUPPORT,
}
