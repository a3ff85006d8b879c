"""Sign-in pages: only the allauth views in use have an address, each with our own template."""

from allauth.account import views
from django.urls import path

from accounts.views import account, end_other_sessions, sign_out

urlpatterns = [
    path("", account, name="account"),
    path("sessions/end-others/", end_other_sessions, name="account_end_other_sessions"),
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", sign_out, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path("password/reset/<uidb36>-<key>/", views.password_reset_from_key, name="account_reset_password_from_key"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
