"""Suspensions and permanent exclusions in figures, as the councils print them."""
