"""Suspensions: counting them, their clocks, their states and their pages."""
