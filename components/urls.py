"""The gallery's address."""

from django.urls import path

from components import views

urlpatterns = [path("gallery/", views.gallery, name="gallery")]
