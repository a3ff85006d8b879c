"""`./run`: one machine, loopback, embedded servers; everything that is absent has a value under the data folder."""

from __future__ import annotations

from config.environment import PROJECT_DIR, environment_or_exit, given
from config.servers.credentials import addresses_for_local_settings, secret_key, totp_key
from config.settings.base import *
from config.settings.wiring import settings_from

_data_dir = given("DATA_DIR") or str(PROJECT_DIR / ".data")

environment = environment_or_exit(
    {
        "SECRET_KEY": secret_key(_data_dir),
        "TOTP_KEY": totp_key(_data_dir),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "BASE_URL": "http://127.0.0.1:8000",
        "EMAIL_URL": "file://",
        "SENDER_ADDRESS": "OnRoll demonstration <onroll@example.org>",
        "DATA_DIR": _data_dir,
        "FILES_DIR": f"{_data_dir}/files",
        **addresses_for_local_settings(_data_dir),
    }
)

globals().update(settings_from(environment))

DEBUG = environment.debug
EMAIL_FILE_PATH = environment.data_dir / "mail"

# Without collectstatic: whitenoise serves what the front-end build has made.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
