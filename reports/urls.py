"""Addresses of this room."""

from django.urls import path

from reports import views

urlpatterns = [
    path("manage/", views.manage, name="manage"),
    path("manage/tasks/", views.tasks, name="manage_tasks"),
]
