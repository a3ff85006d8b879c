"""The home authority on the case page: whose duties they are, and who told whom, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import statute
from cases.kinds import Group, Row
from cases.queries.letters import first_sent_on
from components.words import upper_first
from exclusions.change_links import change_link
from exclusions.day_six import ask_sixth_day
from exclusions.facts import Facts
from exclusions.home_authority.letters import NOTICE
from exclusions.home_authority.owners import Owners, owners_of
from exclusions.home_authority.telling import Telling, telling_of
from exclusions.models import BetweenAuthorities
from exclusions.rows import HOME_NOT_CHECKED, spelled
from schools.models import LocalAuthority

NOT_OWED = "Nobody: no day six is owed"
PANEL_UNKNOWN = "Not known: the regulations on reviews do not name this kind of school."


def home_authority_group(facts: Facts) -> Group:
    """Where the child lives, who owns day six and the panel, and what went between the two authorities."""
    telling, owners = telling_of(facts), owners_of(facts)
    home = facts.exclusion.home_authority
    is_owed = ask_sixth_day(facts).outcome != statute.Outcome.NOT_APPLICABLE
    until = " Until then day six is taken to be ours." if is_owed else ""
    needs = "" if home else f"{HOME_NOT_CHECKED}{until}"
    rows = [
        Row("Where the child lives", str(home or ""), needs=needs),
        Row("Day six", day_six_words(owners) if is_owed else f"{NOT_OWED}."),
        Row("Review panel", panel_words(owners)),
    ]
    if facts.lives_here and not telling.is_school_elsewhere:
        return Group("Home authority", tuple(rows))
    rows += _between(telling)
    label = "Record who told whom"
    return Group("Home authority", tuple(rows), *change_link("exclusion_home_authority", facts, label))


def day_six_words(owners: Owners) -> str:
    """Who provides from day six, with the reason."""
    if owners.is_day_six_ours:
        return "Ours: the child lives in our area." if owners.day_six_authority else "Taken to be ours."
    return f"{_name(owners.day_six_authority)}, where the child lives. It is in none of our late figures."


def panel_words(owners: Owners) -> str:
    """Who arranges a review panel."""
    if not owners.panel:
        return PANEL_UNKNOWN
    if owners.is_panel_ours:
        return "Ours: we arrange it for a school of ours."
    if owners.panel_authority:
        return f"{owners.panel_authority.name}, the school’s authority."
    return "The academy trust, whichever authority the school lies in."


def _between(telling: Telling) -> Iterator[Row]:
    facts, row = telling.facts, telling.row
    if not facts.lives_here:
        yield from _told_rows(telling)
    elif telling.is_school_elsewhere:
        yield from _notice_rows(row)
    for label, asked_on, received_on in (
        ("EHC plan", row.plan_asked_on, row.plan_received_on),
        ("Care and social worker", row.care_asked_on, row.care_received_on),
    ):
        yield Row(f"{label}: information", information_words(asked_on, received_on))
    if not facts.lives_here:
        home = _name(facts.exclusion.home_authority)
        yield Row(
            "Next school",
            f"Through {home}’s admissions and Fair Access Protocol. The school sends its deletion return there too.",
        )


def _told_rows(telling: Telling) -> Iterator[Row]:
    row, home = telling.row, _name(telling.facts.exclusion.home_authority)
    if telling.told_by_school_on:
        yield Row("The school told it on", spelled(telling.told_by_school_on))
    if telling.told_by_us_on is None:
        needs = _not_told(telling)
        yield Row("We told it", "" if needs else "No, and the school has", needs=needs)
        return
    reference = f", their reference {row.told_reference}" if row.told_reference else ""
    yield Row("We told it", f"{spelled(row.told_on)}, by {row.get_told_method_display().lower()}{reference}")
    needs = "" if row.acknowledged_on else f"{home} has not acknowledged it yet."
    yield Row("Acknowledged on", spelled(row.acknowledged_on), needs=needs)


def _not_told(telling: Telling) -> str:
    home = _name(telling.facts.exclusion.home_authority)
    sent_on = first_sent_on(telling.facts.case, NOTICE)
    if sent_on is not None:
        return f"Our notice went on {spelled(sent_on)}. Record that {home} was told."
    if telling.is_told:
        return ""
    return f"{home} has not been told. Tell it without delay."


def _notice_rows(row: BetweenAuthorities) -> Iterator[Row]:
    if row.notice_received_on is None:
        yield Row("Notice to us", needs="It is not recorded who told us, and when.")
        return
    sender = _name(row.notice_authority) or row.get_notice_sender_display().lower()
    reference = f", their reference {row.notice_reference}" if row.notice_reference else ""
    yield Row("Notice to us", f"Received {spelled(row.notice_received_on)} from {sender}{reference}")


def _name(authority: LocalAuthority | None) -> str:
    return authority.name if authority else ""


def information_words(asked_on: date | None, received_on: date | None) -> str:
    """When it was asked for and came, in words."""
    if asked_on is None and received_on is None:
        return "Not asked for"
    if received_on is None:
        return f"Asked for {spelled(asked_on)}, not here yet"
    came = f"received {spelled(received_on)}"
    return f"Asked for {spelled(asked_on)}, {came}" if asked_on else upper_first(came)
