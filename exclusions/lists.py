"""The lists of the exclusions team: one entry of the shell, one tab for each list that a person may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User
from exclusions.permissions import user_has_amounts_in_shell, user_has_finance_in_shell, user_works_exclusions


@dataclass(frozen=True)
class ListPage:
    """A list: what its tab is called, its page, and who has it in the shell. `also` are names of pages beneath it."""

    label: str
    url_name: str
    is_for: Callable[[User], bool]
    also: tuple[str, ...] = ()

    def holds(self, url_name: str) -> bool:
        """True for the page itself and the pages beneath it."""
        return url_name == self.url_name or url_name in self.also


LISTS = (
    ListPage("Day six", "exclusions_day_six", user_works_exclusions),
    ListPage("Prompts", "exclusions_prompts", user_works_exclusions),
    ListPage("Reviews", "exclusion_reviews", user_works_exclusions),
    ListPage("Panel members", "panel_members", user_works_exclusions, ("panel_member_add",)),
    ListPage("Home authority", "exclusions_home_authority", user_works_exclusions),
    ListPage("Help before", "exclusions_support", user_works_exclusions),
    ListPage("Money", "exclusions_finance", user_has_finance_in_shell),
    ListPage("Amounts", "per_pupil_amounts", user_has_amounts_in_shell, ("per_pupil_amount_change",)),
)


def lists_for(user: User) -> list[ListPage]:
    """The lists that this person has in the shell, in their order."""
    return [each for each in LISTS if each.is_for(user)]


def user_has_lists(user: User) -> bool:
    """True for who has at least one of the lists in the shell."""
    return bool(lists_for(user))
