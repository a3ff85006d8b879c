"""The gallery: every component in every state, without a database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from components import gallery as samples


def gallery(request: HttpRequest) -> HttpResponse:
    """Shows every component in each of its states. `?layout=school` shows them on a school's page."""
    layout = "layout_school.html" if request.GET.get("layout") == "school" else "layout_desk.html"
    return render(request, "gallery/index.html", {"layout": layout, **samples.context()})
