#!/usr/bin/env python3
"""The command line of the application (`./run manage …` calls it with the right environment)."""

import os
import sys

from django.core.management import execute_from_command_line

from config.environment import choose_role_for_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    choose_role_for_command(sys.argv)
    execute_from_command_line(sys.argv)
