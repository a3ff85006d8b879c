"""Prompts: what should make somebody look at a child or ask a school, before a limit is reached."""
