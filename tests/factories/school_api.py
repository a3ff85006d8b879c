"""A school’s own system with its key, and what it posts. All invented."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client

from cases.models import Child
from portal.actions.api_keys import make_key
from schools.models import School
from tests.factories.people import make_head_teacher
from tests.factories.school_rows import TODAY, row

SEND = "/api/v1/submissions/exclusions/"


CONFIRM = ["no_notice_file"]


class Api:
    """A school's own system with its key."""

    def __init__(self, school: School, as_of: date = TODAY) -> None:
        self.school, self.head = school, make_head_teacher(school)
        made = make_key(school=school, label="Our system", by=self.head, as_of=as_of)
        self.key, self.secret = made.key, made.secret
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    def headers(self, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", **more}

    def post(self, body: Any, key: str = "one", query: str = "", **headers: str) -> HttpResponse:
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        more = {"Idempotency-Key": key} if key else {}
        return self.client.post(
            SEND + query, content, content_type="application/json", headers=self.headers(**more, **headers)
        )

    def get(self, reference: str) -> HttpResponse:
        return self.client.get(f"/api/v1/submissions/{reference}/", headers=self.headers())


def body(child: Child | None = None, /, **changes: Any) -> dict[str, Any]:
    return {**row(child), "confirmed_doubts": CONFIRM, **changes}


def errors(response: HttpResponse) -> dict[str, str]:
    return {each["field"]: each["message"] for each in response.json()["errors"]}
