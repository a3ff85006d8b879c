"""Directions off site: a pupil who is educated elsewhere for a time, to improve behaviour."""
