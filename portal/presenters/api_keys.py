"""A school's keys of the API in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from cases.presenters.words import moment, plain_date
from portal.models import SchoolApiKey


def present_keys(keys: Iterable[SchoolApiKey], as_of: date) -> list[dict[str, Any]]:
    """Each key by its beginning: whose it is, until when it is good, and when it was used last."""
    return [
        {
            "label": key.label,
            "beginning": f"onroll_{key.prefix}_…",
            "made": f"Made by {key.made_by} on {moment(key.made_at)}",
            "used": f"Used last on {plain_date(key.last_used_on)}" if key.last_used_on else "Not used yet",
            **_state(key, as_of),
        }
        for key in keys
    ]


def _state(key: SchoolApiKey, as_of: date) -> dict[str, Any]:
    if key.revoked_at is not None:
        until = f"Revoked by {key.revoked_by} on {moment(key.revoked_at)}"
        return {"until": until, "lozenge": {"text": "Revoked", "kind": "neutral"}, "revoke_url": ""}
    if key.expires_on < as_of:
        until = f"Good until {plain_date(key.expires_on)}"
        return {"until": until, "lozenge": {"text": "Expired", "kind": "neutral"}, "revoke_url": ""}
    return {
        "until": f"Good until {plain_date(key.expires_on)}",
        "lozenge": {"text": "In use", "kind": "active"},
        "revoke_url": reverse("school_key_revoke", args=[key.uuid]),
    }
