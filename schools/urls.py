"""Addresses of schools, calendars and bank holidays."""

from django.urls import path

from schools import people_urls
from schools.views import bank_holidays, calendar_entries, calendars, imports, schools

urlpatterns = [
    *people_urls.urlpatterns,
    path("authority/schools/", schools.schools, name="schools"),
    path("authority/schools/import/", imports.schools_import, name="schools_import"),
    path("authority/schools/import/<uuid:batch_uuid>/", imports.schools_import_batch, name="schools_import_batch"),
    path("authority/schools/<int:urn>/", schools.school, name="school"),
    path("authority/calendar/", calendars.calendar, name="calendar"),
    path("authority/calendar/add/", calendar_entries.add, name="calendar_entry_add"),
    path("authority/calendar/entries/<int:entry_id>/change/", calendar_entries.change, name="calendar_entry_change"),
    path("authority/calendar/entries/<int:entry_id>/remove/", calendar_entries.remove, name="calendar_entry_remove"),
    path("authority/calendar/import/", imports.calendar_import, name="calendar_import"),
    path("authority/calendar/import/<uuid:batch_uuid>/", imports.calendar_import_batch, name="calendar_import_batch"),
    path("authority/calendar/bank-holidays/", bank_holidays.bank_holidays, name="bank_holidays"),
    path("authority/calendar/bank-holidays/add/", bank_holidays.add, name="bank_holiday_add"),
    path("authority/calendar/bank-holidays/<int:holiday_id>/remove/", bank_holidays.remove, name="bank_holiday_remove"),
    path("authority/calendar/<int:urn>/", calendars.school_calendar, name="school_calendar"),
]
