"""Sign-in pages: only the allauth views in use have an address, each with our own template."""

from allauth.account import views
from allauth.mfa.base import views as code_views
from allauth.mfa.recovery_codes import views as recovery_views
from django.urls import path, re_path

from accounts.views.account import account, end_other_sessions, sign_out
from accounts.views.invitation import invitation
from accounts.views.security_codes import set_up
from accounts.views.session import session

urlpatterns = [
    path("", account, name="account"),
    path("sessions/end-others/", end_other_sessions, name="account_end_other_sessions"),
    path("session/", session, name="account_session"),
    path("invitation/<str:invitation_token>/", invitation, name="account_invitation"),
    path("sign-in/", views.login, name="account_login"),
    path("sign-in/code/", code_views.authenticate, name="mfa_authenticate"),
    path("security-codes/set-up/", set_up, name="mfa_activate_totp"),
    path("security-codes/recovery/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("security-codes/recovery/new/", recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("sign-out/", sign_out, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("reauthenticate/code/", code_views.reauthenticate, name="mfa_reauthenticate"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    # By expression: the key has hyphens of its own, and the id before it has none.
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
