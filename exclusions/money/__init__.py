"""The money that follows a permanently excluded pupil."""
