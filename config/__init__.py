"""Wiring only. The Celery application is imported here so that every process sends its tasks to our broker."""

from config.celery import application as celery_application

__all__ = ["celery_application"]
