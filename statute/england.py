"""England's bank holidays from Monday to Friday. Written by tools/make_england.py: do not edit by hand."""

from datetime import date

PUBLISHED_FROM = date(2007, 1, 1)
PUBLISHED_UNTIL = date(2028, 12, 31)
SOURCE = "Banking and Financial Dealings Act 1971 s1 and proclamations, by way of the package holidays"

BANK_HOLIDAYS = frozenset(
    {
        date(2007, 1, 1),  # New Year's Day
        date(2007, 4, 6),  # Good Friday
        date(2007, 4, 9),  # Easter Monday
        date(2007, 5, 7),  # May Day
        date(2007, 5, 28),  # Spring Bank Holiday
        date(2007, 8, 27),  # Late Summer Bank Holiday
        date(2007, 12, 25),  # Christmas Day
        date(2007, 12, 26),  # Boxing Day
        date(2008, 1, 1),  # New Year's Day
        date(2008, 3, 21),  # Good Friday
        date(2008, 3, 24),  # Easter Monday
        date(2008, 5, 5),  # May Day
        date(2008, 5, 26),  # Spring Bank Holiday
        date(2008, 8, 25),  # Late Summer Bank Holiday
        date(2008, 12, 25),  # Christmas Day
        date(2008, 12, 26),  # Boxing Day
        date(2009, 1, 1),  # New Year's Day
        date(2009, 4, 10),  # Good Friday
        date(2009, 4, 13),  # Easter Monday
        date(2009, 5, 4),  # May Day
        date(2009, 5, 25),  # Spring Bank Holiday
        date(2009, 8, 31),  # Late Summer Bank Holiday
        date(2009, 12, 25),  # Christmas Day
        date(2009, 12, 28),  # Boxing Day (observed)
        date(2010, 1, 1),  # New Year's Day
        date(2010, 4, 2),  # Good Friday
        date(2010, 4, 5),  # Easter Monday
        date(2010, 5, 3),  # May Day
        date(2010, 5, 31),  # Spring Bank Holiday
        date(2010, 8, 30),  # Late Summer Bank Holiday
        date(2010, 12, 27),  # Christmas Day (observed)
        date(2010, 12, 28),  # Boxing Day (observed)
        date(2011, 1, 3),  # New Year's Day (observed)
        date(2011, 4, 22),  # Good Friday
        date(2011, 4, 25),  # Easter Monday
        date(2011, 4, 29),  # Wedding of William and Catherine
        date(2011, 5, 2),  # May Day
        date(2011, 5, 30),  # Spring Bank Holiday
        date(2011, 8, 29),  # Late Summer Bank Holiday
        date(2011, 12, 26),  # Boxing Day
        date(2011, 12, 27),  # Christmas Day (observed)
        date(2012, 1, 2),  # New Year's Day (observed)
        date(2012, 4, 6),  # Good Friday
        date(2012, 4, 9),  # Easter Monday
        date(2012, 5, 7),  # May Day
        date(2012, 6, 4),  # Spring Bank Holiday
        date(2012, 6, 5),  # Diamond Jubilee of Elizabeth II
        date(2012, 8, 27),  # Late Summer Bank Holiday
        date(2012, 12, 25),  # Christmas Day
        date(2012, 12, 26),  # Boxing Day
        date(2013, 1, 1),  # New Year's Day
        date(2013, 3, 29),  # Good Friday
        date(2013, 4, 1),  # Easter Monday
        date(2013, 5, 6),  # May Day
        date(2013, 5, 27),  # Spring Bank Holiday
        date(2013, 8, 26),  # Late Summer Bank Holiday
        date(2013, 12, 25),  # Christmas Day
        date(2013, 12, 26),  # Boxing Day
        date(2014, 1, 1),  # New Year's Day
        date(2014, 4, 18),  # Good Friday
        date(2014, 4, 21),  # Easter Monday
        date(2014, 5, 5),  # May Day
        date(2014, 5, 26),  # Spring Bank Holiday
        date(2014, 8, 25),  # Late Summer Bank Holiday
        date(2014, 12, 25),  # Christmas Day
        date(2014, 12, 26),  # Boxing Day
        date(2015, 1, 1),  # New Year's Day
        date(2015, 4, 3),  # Good Friday
        date(2015, 4, 6),  # Easter Monday
        date(2015, 5, 4),  # May Day
        date(2015, 5, 25),  # Spring Bank Holiday
        date(2015, 8, 31),  # Late Summer Bank Holiday
        date(2015, 12, 25),  # Christmas Day
        date(2015, 12, 28),  # Boxing Day (observed)
        date(2016, 1, 1),  # New Year's Day
        date(2016, 3, 25),  # Good Friday
        date(2016, 3, 28),  # Easter Monday
        date(2016, 5, 2),  # May Day
        date(2016, 5, 30),  # Spring Bank Holiday
        date(2016, 8, 29),  # Late Summer Bank Holiday
        date(2016, 12, 26),  # Boxing Day
        date(2016, 12, 27),  # Christmas Day (observed)
        date(2017, 1, 2),  # New Year's Day (observed)
        date(2017, 4, 14),  # Good Friday
        date(2017, 4, 17),  # Easter Monday
        date(2017, 5, 1),  # May Day
        date(2017, 5, 29),  # Spring Bank Holiday
        date(2017, 8, 28),  # Late Summer Bank Holiday
        date(2017, 12, 25),  # Christmas Day
        date(2017, 12, 26),  # Boxing Day
        date(2018, 1, 1),  # New Year's Day
        date(2018, 3, 30),  # Good Friday
        date(2018, 4, 2),  # Easter Monday
        date(2018, 5, 7),  # May Day
        date(2018, 5, 28),  # Spring Bank Holiday
        date(2018, 8, 27),  # Late Summer Bank Holiday
        date(2018, 12, 25),  # Christmas Day
        date(2018, 12, 26),  # Boxing Day
        date(2019, 1, 1),  # New Year's Day
        date(2019, 4, 19),  # Good Friday
        date(2019, 4, 22),  # Easter Monday
        date(2019, 5, 6),  # May Day
        date(2019, 5, 27),  # Spring Bank Holiday
        date(2019, 8, 26),  # Late Summer Bank Holiday
        date(2019, 12, 25),  # Christmas Day
        date(2019, 12, 26),  # Boxing Day
        date(2020, 1, 1),  # New Year's Day
        date(2020, 4, 10),  # Good Friday
        date(2020, 4, 13),  # Easter Monday
        date(2020, 5, 8),  # May Day
        date(2020, 5, 25),  # Spring Bank Holiday
        date(2020, 8, 31),  # Late Summer Bank Holiday
        date(2020, 12, 25),  # Christmas Day
        date(2020, 12, 28),  # Boxing Day (observed)
        date(2021, 1, 1),  # New Year's Day
        date(2021, 4, 2),  # Good Friday
        date(2021, 4, 5),  # Easter Monday
        date(2021, 5, 3),  # May Day
        date(2021, 5, 31),  # Spring Bank Holiday
        date(2021, 8, 30),  # Late Summer Bank Holiday
        date(2021, 12, 27),  # Christmas Day (observed)
        date(2021, 12, 28),  # Boxing Day (observed)
        date(2022, 1, 3),  # New Year's Day (observed)
        date(2022, 4, 15),  # Good Friday
        date(2022, 4, 18),  # Easter Monday
        date(2022, 5, 2),  # May Day
        date(2022, 6, 2),  # Spring Bank Holiday
        date(2022, 6, 3),  # Platinum Jubilee of Elizabeth II
        date(2022, 8, 29),  # Late Summer Bank Holiday
        date(2022, 9, 19),  # State Funeral of Queen Elizabeth II
        date(2022, 12, 26),  # Boxing Day
        date(2022, 12, 27),  # Christmas Day (observed)
        date(2023, 1, 2),  # New Year's Day (observed)
        date(2023, 4, 7),  # Good Friday
        date(2023, 4, 10),  # Easter Monday
        date(2023, 5, 1),  # May Day
        date(2023, 5, 8),  # Coronation of Charles III
        date(2023, 5, 29),  # Spring Bank Holiday
        date(2023, 8, 28),  # Late Summer Bank Holiday
        date(2023, 12, 25),  # Christmas Day
        date(2023, 12, 26),  # Boxing Day
        date(2024, 1, 1),  # New Year's Day
        date(2024, 3, 29),  # Good Friday
        date(2024, 4, 1),  # Easter Monday
        date(2024, 5, 6),  # May Day
        date(2024, 5, 27),  # Spring Bank Holiday
        date(2024, 8, 26),  # Late Summer Bank Holiday
        date(2024, 12, 25),  # Christmas Day
        date(2024, 12, 26),  # Boxing Day
        date(2025, 1, 1),  # New Year's Day
        date(2025, 4, 18),  # Good Friday
        date(2025, 4, 21),  # Easter Monday
        date(2025, 5, 5),  # May Day
        date(2025, 5, 26),  # Spring Bank Holiday
        date(2025, 8, 25),  # Late Summer Bank Holiday
        date(2025, 12, 25),  # Christmas Day
        date(2025, 12, 26),  # Boxing Day
        date(2026, 1, 1),  # New Year's Day
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 4),  # May Day
        date(2026, 5, 25),  # Spring Bank Holiday
        date(2026, 8, 31),  # Late Summer Bank Holiday
        date(2026, 12, 25),  # Christmas Day
        date(2026, 12, 28),  # Boxing Day (observed)
        date(2027, 1, 1),  # New Year's Day
        date(2027, 3, 26),  # Good Friday
        date(2027, 3, 29),  # Easter Monday
        date(2027, 5, 3),  # May Day
        date(2027, 5, 31),  # Spring Bank Holiday
        date(2027, 8, 30),  # Late Summer Bank Holiday
        date(2027, 12, 27),  # Christmas Day (observed)
        date(2027, 12, 28),  # Boxing Day (observed)
        date(2028, 1, 3),  # New Year's Day (observed)
        date(2028, 4, 14),  # Good Friday
        date(2028, 4, 17),  # Easter Monday
        date(2028, 5, 1),  # May Day
        date(2028, 5, 29),  # Spring Bank Holiday
        date(2028, 8, 28),  # Late Summer Bank Holiday
        date(2028, 12, 25),  # Christmas Day
        date(2028, 12, 26),  # Boxing Day
    }
)
