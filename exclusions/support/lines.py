"""One line of support by its id."""

from __future__ import annotations

import uuid

from exclusions.models import SupportLine


def line_with(line_uuid: uuid.UUID) -> SupportLine | None:
    """The line with this id, with its request and case; whether it may be seen is for the case's own door to say."""
    return SupportLine.objects.select_related("request__case").filter(uuid=line_uuid).first()
