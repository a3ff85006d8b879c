"""Property tests keep no database of failures and are not timed: a busy machine is not a wrong answer."""

from hypothesis import settings

settings.register_profile("statute", deadline=None, database=None)
settings.load_profile("statute")
