"""People who sign in: users, roles, teams, sessions."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from accounts import mail  # models are loaded only now
        from accounts.actions import invitations

        mail.register()
        invitations.register()
