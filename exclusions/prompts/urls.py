"""Addresses of prompts."""

from django.urls import path

from exclusions.prompts import views

urlpatterns = [
    path("exclusions/prompts/", views.prompt_list, name="exclusions_prompts"),
    path("exclusions/prompts/<uuid:prompt_uuid>/", views.prompt, name="exclusions_prompt"),
]
