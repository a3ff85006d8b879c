"""England's published bank holidays by name, and Coventry with the authorities around it."""

from datetime import date, timedelta

import pghistory
from django.db import migrations

from statute import england
from statute.days import easter_sunday

LOCAL_AUTHORITIES = {
    "330": "Birmingham",
    "331": "Coventry",
    "332": "Dudley",
    "333": "Sandwell",
    "334": "Solihull",
    "335": "Walsall",
    "336": "Wolverhampton",
    "855": "Leicestershire",
    "856": "Leicester",
    "857": "Rutland",
    "860": "Staffordshire",
    "861": "Stoke-on-Trent",
    "884": "Herefordshire, County of",
    "885": "Worcestershire",
    "893": "Shropshire",
    "894": "Telford and Wrekin",
    "916": "Gloucestershire",
    "931": "Oxfordshire",
    "937": "Warwickshire",
    "940": "North Northamptonshire",
    "941": "West Northamptonshire",
}

NAMED_DAYS = {
    date(2011, 4, 29): "Royal wedding",
    date(2012, 6, 4): "Spring bank holiday",
    date(2012, 6, 5): "Diamond Jubilee",
    date(2020, 5, 8): "Early May bank holiday",
    date(2022, 6, 2): "Spring bank holiday",
    date(2022, 6, 3): "Platinum Jubilee",
    date(2022, 9, 19): "State funeral of Queen Elizabeth II",
    date(2023, 5, 8): "Coronation of King Charles III",
}
NAMES_BY_MONTH = {1: "New Year’s Day", 5: "Early May bank holiday", 8: "Summer bank holiday"}


def name_of(day: date) -> str:
    """What the bank holiday is called."""
    easter = easter_sunday(day.year)
    if day in NAMED_DAYS:
        return NAMED_DAYS[day]
    if day == easter - timedelta(days=2):
        return "Good Friday"
    if day == easter + timedelta(days=1):
        return "Easter Monday"
    if day.month == 5 and day.day >= 25:
        return "Spring bank holiday"
    return NAMES_BY_MONTH.get(day.month) or name_at_christmas(day)


def name_at_christmas(day: date) -> str:
    """Christmas Day and Boxing Day, or the weekdays that are given for them when they fall on a weekend."""
    if day.day < 27:
        return "Christmas Day" if day.day == 25 else "Boxing Day"
    boxing_day = date(day.year, 12, 26)
    # A Saturday Boxing Day moves to Monday 28; with Christmas Day on a weekend both days move or one does.
    if boxing_day.weekday() == 5 or (day.day == 28 and boxing_day.weekday() == 6):
        return "Boxing Day (substitute day)"
    return "Christmas Day (substitute day)"


def seed(apps, schema_editor):
    BankHoliday = apps.get_model("schools", "BankHoliday")
    LocalAuthority = apps.get_model("schools", "LocalAuthority")
    with pghistory.context(migration="schools.0002"):
        BankHoliday.objects.bulk_create(
            BankHoliday(day=day, name=name_of(day)) for day in sorted(england.BANK_HOLIDAYS)
        )
        LocalAuthority.objects.bulk_create(
            LocalAuthority(code=code, name=name) for code, name in LOCAL_AUTHORITIES.items()
        )


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
