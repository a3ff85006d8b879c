"""Privacy and retention class of every field of this app (tests/architecture refuses a field without one)."""

from ledger.privacy_classes import Classified

PRIVACY = {
    "User": Classified(
        "account",
        none="id uuid version",
        personal="password last_login email name job_title telephone is_active is_demonstration created_recorded_at",
    ),
    "RoleHolding": Classified(
        "account",
        none="id",
        personal="starts_on ends_on user role",
    ),
    "Team": Classified(
        "settings",
        none="id name kinds is_active",
    ),
    "TeamMembership": Classified(
        "account",
        none="id team",
        personal="starts_on ends_on user is_manager",
    ),
    "Invitation": Classified(
        "account",
        none="id token_hash",
        personal="user invited_at invited_by sent_recorded_at used_recorded_at superseded_recorded_at",
    ),
    "SignInFailure": Classified(
        "audit",
        none="id failed_at",
        personal="email_hash network_address",
    ),
}
