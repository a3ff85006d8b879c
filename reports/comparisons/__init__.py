"""Figures of others to compare with, targets and headcounts: read from files, never computed."""
