"""The addresses of the API. A key is the only way in, and leads nowhere else."""

from __future__ import annotations

from typing import Any

import pghistory
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.actions.sending_by_key import NotSent, OtherContent, SentAlready, look_at, send_by_key
from portal.api.authentication import SchoolKeyAuthentication
from portal.api.refusals import refuse
from portal.api.requests import Asked, ShapeRefused, read_idempotency_key, read_request
from portal.api_answers import doubt_answers, fault_answers, look_answer, status_answer
from portal.school_access import get_sent_by_key, log_pupil_of_api
from portal.triage import open_folder
from portal.webforms import get_webform

# A form is a few thousand characters; this is more than any.
MOST_BYTES = 200_000
_TOO_LARGE = "The request is larger than 200 kB. Send one form in a request."
_NO_LENGTH = "Send the header Content-Length with the length of the body. A body in chunks is not read."
_OTHER_CONTENT = "This Idempotency-Key was used for another form. Send each form under a key of its own."


class SendView(APIView):
    """Send one form. Each form that has columns has an address of its own (portal.api.schema.send_view_of)."""

    # The schema describes the addresses; OPTIONS would answer with texts that are written for ourselves.
    http_method_names = ("post",)
    form_code = ""

    def post(self, request: Request) -> Response:
        """Send it, or with `?dry_run=true` say what would come of it."""
        webform = get_webform(self.form_code)
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length:
            # Of a body in chunks nobody knows the length, and Django takes it for an empty one.
            return refuse(411, _NO_LENGTH)
        if int(length) > MOST_BYTES:
            return refuse(413, _TOO_LARGE)
        is_trial = request.query_params.get("dry_run", "").casefold() in ("true", "1", "yes")
        try:
            key = "" if is_trial else read_idempotency_key(request.headers.get("Idempotency-Key", ""))
        except ShapeRefused as refused:
            return Response({"errors": fault_answers(refused.faults)}, status=400)
        try:
            asked = read_request(webform, request.data)
        except ShapeRefused as refused:
            return Response({"errors": fault_answers(refused.faults), "doubts": []}, status=422)
        with pghistory.context(user=request.user.pk, api_key=request.auth.pk):
            return self._look(request, asked) if is_trial else self._send(request, asked, key)

    def _look(self, request: Request, asked: Asked) -> Response:
        look = look_at(
            webform=get_webform(self.form_code),
            key=request.auth,
            written=asked.written,
            confirmed=asked.confirmed,
            as_of=request.as_of,
        )
        log_pupil_of_api(request, look.filled.payload)
        return Response(look_answer(look.filled, look.doubts, look.before.standing))

    def _send(self, request: Request, asked: Asked, key: str) -> Response:
        try:
            answer, is_repeat = send_by_key(
                webform=get_webform(self.form_code),
                key=request.auth,
                idempotency_key=key,
                written=asked.written,
                confirmed=asked.confirmed,
                incident=asked.incident,
                as_of=request.as_of,
            )
        except OtherContent:
            return refuse(409, _OTHER_CONTENT)
        except SentAlready as already:
            reference = already.submission.reference
            body = {"errors": [{"field": "", "message": str(already)}], "already_sent_as": reference}
            return Response(body, status=409)
        except NotSent as refused:
            errors, doubts = fault_answers(refused.faults), doubt_answers(refused.doubts)
            return Response({"errors": errors, "doubts": doubts}, status=422)
        get_sent_by_key(request, answer["reference"], "api_send")
        headers = {"Location": answer["status_address"], **({"Idempotent-Replayed": "true"} if is_repeat else {})}
        return Response(answer, status=201, headers=headers)


class SubmissionView(APIView):
    """What became of something that the school of the key sent."""

    http_method_names = ("get", "head")

    def get(self, request: Request, submission_reference: str) -> Response:
        """Its status, and the decision with its reason; 404 for what another school sent, as for what nobody did."""
        submission = get_sent_by_key(request, submission_reference, "api_submission")
        return Response(status_answer(open_folder(submission)))


class SchemaView(SpectacularJSONAPIView):
    """The OpenAPI schema, for who is signed in and for a key."""

    http_method_names = ("get", "head")
    authentication_classes = (SchoolKeyAuthentication, SessionAuthentication)
    permission_classes = (IsAuthenticated,)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The schema as JSON."""
        response: Response = super().get(request, *args, **kwargs)
        return response
