"""Submissions as templates get them."""
