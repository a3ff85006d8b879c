"""Managed moves: a pupil who changes school for good, because everybody agrees."""
