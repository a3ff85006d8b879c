"""Production: everything from the environment, no insecure default, TLS only."""

from __future__ import annotations

from config.environment import environment_or_exit
from config.settings.base import *
from config.settings.wiring import settings_from

environment = environment_or_exit()

globals().update(settings_from(environment))

DEBUG = False

# Nobody signs in with a password alone.
REQUIRE_TOTP = True

# The __Host- prefix makes the browser refuse the cookie unless it is Secure, for the whole host and for it alone.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# Links in e-mails.
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_SSL_REDIRECT = True
# The container's own probe asks over plain HTTP from inside.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if environment.trusted_proxy_count:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STATIC_ROOT = environment.data_dir / "static"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
