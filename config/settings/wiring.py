"""From the environment's typed values to Django's settings: the same for every environment."""

from __future__ import annotations

from typing import Any

from config.environment import Environment
from config.logging import configure_logging

# A statement that waits this long for a lock gives up, rather than queueing everybody behind it.
LOCK_TIMEOUT = "10s"


def settings_from(environment: Environment) -> dict[str, Any]:
    """Django's settings that depend on the environment."""
    return {
        "SECRET_KEY": environment.secret_key,
        "TOTP_KEYS": environment.totp_key,
        "ALLOWED_HOSTS": environment.allowed_hosts,
        "BASE_URL": environment.base_url,
        "CSRF_TRUSTED_ORIGINS": [environment.base_url],
        "DATABASES": {"default": database(environment)},
        "CACHES": {"default": cache(environment.redis_url)},
        "CELERY_BROKER_URL": environment.redis_url,
        "DATA_DIR": environment.data_dir,
        "FILES_DIR": environment.files_dir,
        "MEDIA_ROOT": environment.files_dir,
        "DEFAULT_FROM_EMAIL": environment.sender_address,
        "SERVER_EMAIL": environment.sender_address,
        "SENDER_ADDRESS": environment.sender_address,
        "ALLAUTH_TRUSTED_PROXY_COUNT": environment.trusted_proxy_count,
        "ARE_DEMO_SIGN_INS_ALLOWED": environment.are_demo_sign_ins_allowed,
        "LOGGING": configure_logging(environment.log_level),
        **environment.email_url,
    }


def database(environment: Environment) -> dict[str, Any]:
    """The one database, as the role this process acts as (docs/adr/0011)."""
    address = environment.database_owner_url if environment.database_role == "owner" else environment.database_url
    return {
        **address,
        # A new connection costs 5 ms; one a worker is kept and looked at before it is used again.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**address.get("OPTIONS", {}), "options": f"-c lock_timeout={LOCK_TIMEOUT}"},
    }


def cache(address: str) -> dict[str, Any]:
    """The shared cache: rate limits hold for all web processes together."""
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": address,
        "KEY_PREFIX": "onroll",
    }
