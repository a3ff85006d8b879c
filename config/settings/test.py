"""Tests: nothing from the machine's environment; tests/conftest.py points the database at a throw-away server."""

from __future__ import annotations

import tempfile

from config.environment import read_environment
from config.settings.base import *
from config.settings.wiring import settings_from

_folder = tempfile.gettempdir()

environment = read_environment(
    {
        "SECRET_KEY": "a-key-of-the-tests-which-signs-nothing-that-leaves-them-0123456789",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "TOTP_KEY": "a2V5LW9mLXRoZS10ZXN0cy1rZWVwcy1ub3RoaW5nISE=",
        "BASE_URL": "http://testserver",
        # Port 1 answers nobody: a test that needs a server before conftest has named it fails at once.
        "DATABASE_URL": "postgresql://onroll_owner@127.0.0.1:1/onroll_test",
        "DATABASE_OWNER_URL": "postgresql://onroll_owner@127.0.0.1:1/onroll_test",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "memory://",
        "SENDER_ADDRESS": "OnRoll <onroll@example.org>",
        "DATA_DIR": _folder,
        "FILES_DIR": _folder,
        "LOG_LEVEL": "WARNING",
        "ARE_DEMO_SIGN_INS_ALLOWED": "yes",
    }
)

globals().update(settings_from(environment))

DEBUG = False

# Argon2 is slow by design; tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Rate limits and whatever else is cached belong to one test of one process.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_AUTOREFRESH = True
# One test of the limit sets it; every other test asks as often as it likes.
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"school_key": None}}
