"""Addresses of the managed moves."""

from django.urls import path

from exclusions.moves import corrections, views

_CASE = "cases/<str:move_reference>/managed-move"

urlpatterns = [
    path("children/<uuid:child_uuid>/managed-move/", views.record, name="move_record"),
    path(f"{_CASE}/told/", views.told, name="move_told"),
    path(f"{_CASE}/correct/", views.correct, name="move_correct"),
    path(f"{_CASE}/who-agrees/", views.agree, name="move_agree"),
    path(f"{_CASE}/moved/", views.start, name="move_start"),
    path(f"{_CASE}/safeguarding-file/", views.file, name="move_file"),
    path(f"{_CASE}/how-it-goes/", views.review, name="move_review"),
    path(f"{_CASE}/declined/", views.refuse, name="move_refuse"),
    path(f"{_CASE}/moved/correct/", corrections.correct_start, name="move_correct_start"),
    path(f"{_CASE}/how-it-goes/correct/", corrections.correct_review, name="move_correct_review"),
    path(f"{_CASE}/declined/correct/", corrections.correct_refusal, name="move_correct_refusal"),
]
