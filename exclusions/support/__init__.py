"""Help for a pupil at risk of exclusion: what schools ask for, what is agreed, and what came of it."""
