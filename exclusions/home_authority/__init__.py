"""Our residents excluded elsewhere, and other authorities' children excluded here: whose duty, and who told whom."""
