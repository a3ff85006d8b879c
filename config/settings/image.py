"""Settings of the image's build, for collectstatic alone: production's storage, no secret, no server."""

from __future__ import annotations

import secrets

from config.environment import PROJECT_DIR, given, read_folder
from config.settings.base import *

INSTALLED_APPS = ["django.contrib.staticfiles"]
# Thrown away with the process.
SECRET_KEY = secrets.token_urlsafe(48)
STATIC_ROOT = read_folder(given("DATA_DIR") or str(PROJECT_DIR / ".data")) / "static"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
