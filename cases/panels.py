"""Registries that are filled from above: tiles for my work, entries of the shell, panels for the child page, homes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Case, Child


class DuplicatePanel(Exception):
    """Two rooms registered the same tile, entry, panel or home."""


@dataclass(frozen=True)
class WorkTile:
    """A number on my work and in the shell, and the list that it opens. Without `is_for` it is everybody's; without
    `is_in_shell` it stands on my work alone. `shape` is the kind of its shape when there is something to see."""

    code: str
    label: str
    count: Callable[[User], int]
    url: str
    is_for: Callable[[User], bool] | None = None
    is_in_shell: bool = True
    shape: str = ""


@dataclass(frozen=True)
class ChildPanel:
    """A panel on the child page: a few lines of text for this child on a day, as this user may see them."""

    code: str
    label: str
    lines: Callable[[Child, User, date], Sequence[str]]


@dataclass(frozen=True)
class PanelLine:
    """One line of a panel of the case page. `shape` is the kind of the shape that stands before `status`."""

    text: str
    url: str = ""
    note: str = ""
    status: str = ""
    shape: str = "neutral"


@dataclass(frozen=True)
class ChildCard:
    """A card of its own on the child page, for children about whom there is something to say to this person."""

    code: str
    label: str
    lines: Callable[[Child, User, date], Sequence[PanelLine]]


@dataclass(frozen=True)
class CasePanel:
    """A panel on the case page, for cases that have something in it: lines of text as this user may see them."""

    code: str
    label: str
    lines: Callable[[Case, User, date], Sequence[PanelLine]]


@dataclass(frozen=True)
class Home:
    """A first page for people of a certain sort: the school's home, for one.

    `frame` gives what the page's frame shows for them besides their name (the school, its navigation).
    """

    code: str
    is_for: Callable[[User], bool]
    view: Callable[[HttpRequest], HttpResponse]
    frame: Callable[[HttpRequest], Mapping[str, object]] | None = None


@dataclass(frozen=True)
class Entry:
    """An entry of the shell for a page of another room, shown to people for whom `is_for` says so.

    `beginnings` are the beginnings of addresses under which the entry counts as the current one.
    """

    code: str
    label: str
    url_name: str
    is_for: Callable[[User], bool]
    beginnings: tuple[str, ...]


_tiles: dict[str, WorkTile] = {}
_entries: dict[str, Entry] = {}
_panels: dict[str, ChildPanel] = {}
_child_cards: dict[str, ChildCard] = {}
_case_panels: dict[str, CasePanel] = {}
_homes: dict[str, Home] = {}


def _add(registry: dict, entry: WorkTile | ChildPanel | ChildCard | CasePanel | Home | Entry) -> None:
    if entry.code in registry:
        raise DuplicatePanel(f"{entry.code} is registered twice.")
    registry[entry.code] = entry


def register_tile(tile: WorkTile) -> None:
    """Add a tile to my work. Raises DuplicatePanel."""
    _add(_tiles, tile)


def register_entry(entry: Entry) -> None:
    """Add an entry to the shell. Raises DuplicatePanel."""
    _add(_entries, entry)


def register_child_panel(panel: ChildPanel) -> None:
    """Add a panel to the child page. Raises DuplicatePanel."""
    _add(_panels, panel)


def register_child_card(card: ChildCard) -> None:
    """Add a card to the child page. Raises DuplicatePanel."""
    _add(_child_cards, card)


def register_case_panel(panel: CasePanel) -> None:
    """Add a panel to the case page. Raises DuplicatePanel."""
    _add(_case_panels, panel)


def register_home(home: Home) -> None:
    """Add a first page. Raises DuplicatePanel."""
    _add(_homes, home)


def tiles() -> list[WorkTile]:
    """Every tile, in the order of registration."""
    return list(_tiles.values())


def tiles_for(user: User) -> list[WorkTile]:
    """The tiles of this person, in the order of registration."""
    return [tile for tile in _tiles.values() if tile.is_for is None or tile.is_for(user)]


def entries() -> list[Entry]:
    """Every entry of the shell that another room has, in the order of registration."""
    return list(_entries.values())


def child_panels() -> list[ChildPanel]:
    """Every panel, in the order of registration."""
    return list(_panels.values())


def child_cards() -> list[ChildCard]:
    """Every card of the child page, in the order of registration."""
    return list(_child_cards.values())


def case_panels() -> list[CasePanel]:
    """Every panel of the case page, in the order of registration."""
    return list(_case_panels.values())


def home_for(user: User) -> Home | None:
    """The first page that another room has for this user, if any."""
    return next((home for home in _homes.values() if home.is_for(user)), None)
