"""The invented authority, its schools (real names, and five that are invented) and their term dates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.apps import apps

from accounts.models import User
from demo.generator.term_dates import calendar_file, term_dates, usual_bank_holidays
from ledger.administrative import record_event
from schools.actions import authority, bank_holidays
from schools.actions.calendar_import import import_calendars
from schools.actions.gias_import import import_schools
from schools.import_files import ImportReport
from schools.models import Authority, BankHoliday, LocalAuthority, School
from schools.names import sort_key
from schools.school_years import SchoolYear

NAME = "Coventry City Council (demonstration)"
OUR_CODE, NEIGHBOUR_CODE, OTHER_HOME_CODE = "331", "937", "334"
POLICY = "coventry"
REGISTER = Path("data") / "gias_coventry.csv"
BANK_HOLIDAYS_A_YEAR = 8

Phase, LegalType = School.Phase, School.LegalType


class DemonstrationRefused(Exception):
    """The demonstration cannot be loaded; the text says why and what to do."""


@dataclass(frozen=True)
class InventedSchool:
    """A school that does not exist. URNs from 900001 are not given out by the register."""

    key: str
    urn: int
    name: str
    la_code: str
    establishment_number: str
    phase: str
    legal_type: str
    ages: tuple[int, int]
    street: str
    postcode: str
    is_special: bool = False


ACADEMY, PRIMARY, SPECIAL, UNIT = "academy", "primary", "special", "unit"
ELSEWHERE = "elsewhere"
INVENTED_SCHOOLS = (
    InventedSchool(
        key=ACADEMY,
        urn=900001,
        name="Ashgrove Academy (invented)",
        la_code=OUR_CODE,
        establishment_number="4999",
        phase=Phase.SECONDARY,
        legal_type=LegalType.ACADEMY,
        ages=(11, 18),
        street="1 Ashgrove Lane",
        postcode="CV0 1AA",
    ),
    InventedSchool(
        key=PRIMARY,
        urn=900002,
        name="Larkrise Primary School (invented)",
        la_code=OUR_CODE,
        establishment_number="2999",
        phase=Phase.PRIMARY,
        legal_type=LegalType.MAINTAINED,
        ages=(4, 11),
        street="20 Larkrise Road",
        postcode="CV0 2AA",
    ),
    InventedSchool(
        key=SPECIAL,
        urn=900003,
        name="Fernhill School (invented)",
        la_code=OUR_CODE,
        establishment_number="7999",
        phase=Phase.ALL_THROUGH,
        legal_type=LegalType.MAINTAINED,
        ages=(4, 19),
        street="3 Fernhill Drive",
        postcode="CV0 3AA",
        is_special=True,
    ),
    InventedSchool(
        key=UNIT,
        urn=900004,
        name="Lantern Centre (invented)",
        la_code=OUR_CODE,
        establishment_number="1199",
        phase=Phase.SECONDARY,
        legal_type=LegalType.PUPIL_REFERRAL_UNIT,
        ages=(11, 16),
        street="44 Lantern Street",
        postcode="CV0 4AA",
    ),
    # The neighbour's: some children who live here are on its roll.
    InventedSchool(
        key=ELSEWHERE,
        urn=900005,
        name="Weirbrook School (invented)",
        la_code=NEIGHBOUR_CODE,
        establishment_number="4998",
        phase=Phase.SECONDARY,
        legal_type=LegalType.MAINTAINED,
        ages=(11, 16),
        street="5 Weirbrook Way",
        postcode="CV0 5AA",
    ),
)


def set_up_authority(by: User, as_of: date) -> Authority:
    """The one row of this deployment, marked as a demonstration."""
    ours = authority.set_up(
        by=by,
        as_of=as_of,
        name=NAME,
        la_code=OUR_CODE,
        policy=POLICY,
        letterhead=f"{NAME}\nEducation Entitlement\n1 Demonstration Square\nCV0 0AA",
        sender_address="exclusions@example.org",
        contact_for_schools="Exclusions team, telephone 01632 960000, exclusions@example.org",
    )
    Authority.objects.filter(pk=ours.pk).update(is_demonstration=True)
    ours.refresh_from_db()
    return ours


def bring_in_schools(by: User, as_of: date) -> dict[str, School]:
    """Every school of the register's file, then the invented ones; gives the invented ones by their keys."""
    content = (Path(apps.get_app_config("schools").path) / REGISTER).read_bytes()
    _accept(import_schools(content=content, by=by, as_of=as_of))
    authorities = LocalAuthority.objects.in_bulk(field_name="code")
    School.objects.bulk_create(_row(each, authorities[each.la_code]) for each in INVENTED_SCHOOLS)
    record_event(
        code="demo.schools_invented",
        happened_on=as_of,
        by_user_id=by.pk,
        subject="schools.School",
        facts={"urns": [each.urn for each in INVENTED_SCHOOLS]},
    )
    schools = School.objects.select_related("local_authority").in_bulk(field_name="urn")
    return {each.key: schools[each.urn] for each in INVENTED_SCHOOLS}


def _row(each: InventedSchool, local_authority: LocalAuthority) -> School:
    lowest_age, highest_age = each.ages
    return School(
        urn=each.urn,
        name=each.name,
        name_sort_key=sort_key(each.name),
        local_authority=local_authority,
        establishment_number=each.establishment_number,
        phase=each.phase,
        legal_type=each.legal_type,
        is_special=each.is_special,
        lowest_age=lowest_age,
        highest_age=highest_age,
        street=each.street,
        town="Coventry" if each.la_code == OUR_CODE else "Leamington Spa",
        postcode=each.postcode,
        telephone=f"01632 960{each.urn % 1000:03}",
        is_invented=True,
    )


def school_years_around(as_of: date) -> list[SchoolYear]:
    """Last school year, this one and the next."""
    this_year = SchoolYear.containing(as_of)
    return [this_year.years_later(offset) for offset in (-1, 0, 1)]


def bring_in_calendars(schools: dict[str, School], years: Sequence[SchoolYear], by: User, as_of: date) -> None:
    """Term dates of these school years: the default, one school of its own mind, and one half day."""
    holidays = _bank_holidays_until(years[-1].last_day.year, by, as_of)
    lines: list[dict[str, object]] = []
    for year in years:
        dates = term_dates(year, holidays)
        lines += dates.lines()
        lines += dates.with_early_autumn_half_term().lines(schools[SPECIAL].urn)
        last_day = dates.last_day_before_christmas
        lines.append(
            {
                "urn": schools[PRIMARY].urn,
                "from": last_day,
                "to": last_day,
                "kind": "half day",
                "session": "am",
                "note": "Carol service, then home at noon",
            }
        )
    _accept(import_calendars(content=calendar_file(lines), by=by, as_of=as_of))


def _bank_holidays_until(year: int, by: User, as_of: date) -> Collection[date]:
    """The table's bank holidays; years that are not published yet are filled in by the usual rules."""
    known = set(BankHoliday.objects.values_list("day", flat=True))
    for each in range(as_of.year, year + 1):
        if sum(day.year == each for day in known) < BANK_HOLIDAYS_A_YEAR:
            for day, name in usual_bank_holidays(each).items():
                if day not in known:
                    bank_holidays.add(day=day, name=name, by=by, as_of=as_of)
                    known.add(day)
    return known


def _accept(report: ImportReport) -> None:
    """Raise DemonstrationRefused when a file of our own has a bad row."""
    if report.errors:
        first = min(report.errors)
        raise DemonstrationRefused(f"Line {first.line}, {first.column}: {first.reason}")
