"""What an act of this room raises when it cannot be done as asked."""

from __future__ import annotations


class ProvisionRefused(Exception):
    """The act is not possible. `reasons` holds every reason; `field` the field to correct where there is one."""

    def __init__(self, *reasons: str, field: str = "") -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.field = field
