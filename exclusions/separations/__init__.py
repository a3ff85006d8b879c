"""Safeguarding separations: a pupil who is forbidden the premises for a time over an allegation of harm."""
