"""Addresses of the directions off site."""

from django.urls import path

from exclusions.offsite import corrections, views

_CASE = "cases/<str:direction_reference>/direction"

urlpatterns = [
    path("children/<uuid:child_uuid>/direction-off-site/", views.record, name="direction_record"),
    path(f"{_CASE}/told/", views.told, name="direction_told"),
    path(f"{_CASE}/correct/", views.correct, name="direction_correct"),
    path(f"{_CASE}/notice/", views.notice, name="direction_notice"),
    path(f"{_CASE}/regulations/", views.settle, name="direction_settle"),
    path(f"{_CASE}/review-asked-for/", views.ask_review, name="direction_ask_review"),
    path(f"{_CASE}/list-review/", views.list_review, name="direction_list_review"),
    path(f"{_CASE}/review/", views.record_review, name="direction_record_review"),
    path(f"{_CASE}/invitation/", views.invite, name="direction_invite"),
    path(f"{_CASE}/outcome/", views.send_outcome, name="direction_send_outcome"),
    path(f"{_CASE}/review/correct/", corrections.correct_review, name="direction_correct_review"),
    path(f"{_CASE}/end/", views.end, name="direction_end"),
    path(f"{_CASE}/end/correct/", corrections.correct_end, name="direction_correct_end"),
]
