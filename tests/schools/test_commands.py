"""The commands that bring in a file."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import schools
from schools.models import Authority, CalendarEntry, LocalAuthority, School
from tests.schools.published_dates import YEAR_2026, calendar_file

SAMPLE = Path(schools.__file__).parent / "data" / "gias_coventry.csv"


def test_the_real_sample(db: None) -> None:
    out = StringIO()
    call_command("import_schools", str(SAMPLE), stdout=out)
    assert out.getvalue().strip() == "created 19, updated 0, unchanged 0, closed 0, bad 0"
    contexts = School.pgh_event_model.objects.values_list("pgh_context", flat=True)
    assert all(context["command"] == "import_schools" for context in contexts)


def test_bad_rows_are_listed_and_the_exit_says_so(db: None, tmp_path: Path) -> None:
    file = tmp_path / "dates.csv"
    file.write_bytes(calendar_file(YEAR_2026, ",soon,,inset,,", ",2026-11-02"))
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="Bad rows were left out"):
        call_command("import_calendar", str(file), stdout=out, stderr=err)
    assert CalendarEntry.objects.count() == 11
    assert "line 13, from: “soon” is not a date" in err.getvalue()
    assert "line 14, whole row: The row has 2 values" in err.getvalue()


def test_local_authorities(db: None, tmp_path: Path) -> None:
    file = tmp_path / "authorities.csv"
    file.write_text("code,name\n801,Bristol\n")
    call_command("import_local_authorities", str(file), stdout=StringIO())
    assert LocalAuthority.objects.filter(code="801").exists()


@pytest.mark.parametrize("content", [None, b""])
def test_a_file_that_is_missing_or_empty_is_said_in_words(db: None, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "file.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=r"empty|No such file"):
        call_command("import_schools", str(file))


def test_the_authority_is_set_up_once_and_a_wrong_code_is_said_in_words(db: None) -> None:
    call_command("set_up_authority", name="Coventry City Council", code="331", policy="coventry")
    assert Authority.objects.get().policy == "coventry"
    with pytest.raises(CommandError, match="set up already"):
        call_command("set_up_authority", name="Coventry City Council", code="331")


def test_a_wrong_code_of_the_authority_is_said_in_words(db: None) -> None:
    with pytest.raises(CommandError, match="three digits"):
        call_command("set_up_authority", name="Coventry City Council", code="33")
