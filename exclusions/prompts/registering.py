"""Prompts in my work, in the shell and on the case page."""

from __future__ import annotations

from cases.panels import CasePanel, WorkTile, register_case_panel, register_tile
from exclusions.permissions import user_works_exclusions
from exclusions.prompts.presenters import lines_of
from exclusions.prompts.queries import open_prompt_count


def register() -> None:
    """Called once, when the app is ready."""
    register_tile(
        WorkTile(
            "exclusions.prompts",
            "Prompts",
            open_prompt_count,
            "/exclusions/prompts/",
            user_works_exclusions,
            is_in_shell=False,
            shape="attention",
        )
    )
    register_case_panel(CasePanel("exclusions.prompts", "Prompts", lines_of))
