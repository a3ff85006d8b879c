"""The web form “Help with a pupil at risk of exclusion”: its pages, what they mean, and what is probably a mistake."""
