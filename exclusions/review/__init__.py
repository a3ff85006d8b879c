"""The independent review: window, application, panel, outcome, reconsideration."""
