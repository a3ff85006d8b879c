"""Every address of the product. Wiring only: each room keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("cases.urls")),
    path("", include("exclusions.urls")),
    path("", include("schools.urls")),
    path("", include("portal.urls")),
    path("api/v1/", include("portal.api.urls")),
    path("", include("provision.urls")),
    path("", include("reports.urls")),
    path("", include("components.urls")),
    path("account/", include("accounts.urls")),
]
