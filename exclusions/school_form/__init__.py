"""The web form “Suspension or permanent exclusion”: its pages, what they mean, and what is wrong with the answers."""
