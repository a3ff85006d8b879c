"""Addresses of a school's pages. Its home is `/`."""

from django.urls import path

from portal.views import api_keys, from_schools, incidents, questions, school, send, send_check, send_many, sent, triage

_SUBMISSION = "from-schools/<submission_reference>/"
_DRAFT = "send/<slug:form_code>/<uuid:draft_uuid>/"
_STEP = f"{_DRAFT}<slug:step_code>/"
_BATCH = "send-many/<slug:many_code>/<uuid:rows_uuid>/"
_SENT = "sent/<submission_reference>/"
_CORRECTION = f"{_SUBMISSION}corrections/<correction_reference>/"

urlpatterns = [
    path("school/", school.school_choose, name="school_choose"),
    path("school/keys/", api_keys.school_keys, name="school_keys"),
    path("school/keys/<uuid:key_uuid>/revoke/", api_keys.school_key_revoke, name="school_key_revoke"),
    path("send-many/<slug:many_code>/", send_many.send_many, name="send_many"),
    path("send-many/<slug:many_code>/template/", send_many.send_many_template, name="send_many_template"),
    path(_BATCH, send_many.send_many_rows, name="send_many_rows"),
    path(f"{_BATCH}confirm/", send_many.send_many_confirm, name="send_many_confirm"),
    path(f"{_BATCH}send/", send_many.send_many_send, name="send_many_send"),
    path(f"{_BATCH}not-sent/", send_many.send_many_not_sent, name="send_many_not_sent"),
    path("send/<slug:form_code>/", send.send_start, name="send_start"),
    path(_DRAFT, send.send_draft, name="send_draft"),
    path(f"{_DRAFT}check/", send_check.send_check, name="send_check"),
    path(f"{_DRAFT}add-pupil/", incidents.send_add_pupil, name="send_add_pupil"),
    path(f"{_DRAFT}discard/", send_check.send_discard, name="send_discard"),
    path(f"{_DRAFT}files/<uuid:draft_file_uuid>/", send_check.send_file, name="send_file"),
    path(_STEP, send.send_step, name="send_step"),
    path(f"{_STEP}meaning/", send.send_meaning, name="send_meaning"),
    path(f"{_STEP}sure/", send.send_doubt, name="send_doubt"),
    path(_SENT, sent.sent, name="sent"),
    path(f"{_SENT}copy/", sent.sent_copy, name="sent_copy"),
    path(f"{_SENT}files/<uuid:sent_file_uuid>/", sent.sent_file, name="sent_file"),
    path(f"{_SENT}correct/", sent.sent_correct, name="sent_correct"),
    path(f"{_SENT}add-pupil/", incidents.sent_add_pupil, name="sent_add_pupil"),
    path(f"{_SENT}withdraw/", sent.sent_withdraw, name="sent_withdraw"),
    path(f"{_SENT}questions/<uuid:question_uuid>/", sent.sent_question, name="sent_question"),
    path("from-schools/", from_schools.from_schools, name="from_schools"),
    path("from-schools/mistakes/", from_schools.from_schools_mistakes, name="from_schools_mistakes"),
    path(_SUBMISSION, triage.submission, name="submission"),
    path(f"{_SUBMISSION}accept/", triage.submission_accept, name="submission_accept"),
    path(f"{_SUBMISSION}find/", triage.submission_find, name="submission_find"),
    path(f"{_SUBMISSION}create/", triage.submission_create, name="submission_create"),
    path(f"{_SUBMISSION}return/", triage.submission_return, name="submission_return"),
    path(f"{_SUBMISSION}reject/", triage.submission_reject, name="submission_reject"),
    path(f"{_SUBMISSION}ask/", questions.submission_ask, name="submission_ask"),
    path(f"{_SUBMISSION}files/<uuid:submission_file_uuid>/", triage.submission_file, name="submission_file"),
    path(
        f"{_SUBMISSION}answers/<answer_reference>/take/",
        questions.submission_answer_take,
        name="submission_answer_take",
    ),
    path(_CORRECTION, questions.submission_correction, name="submission_correction"),
    path(f"{_CORRECTION}decline/", questions.submission_correction_decline, name="submission_correction_decline"),
]
