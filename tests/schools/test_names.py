"""How schools' names are put in order."""

import pytest

from schools.names import sort_key


@pytest.mark.parametrize("name", ["St. Mary’s", "St Marys", "ST MARY'S ", "St  Mary‘s"])
def test_names_that_people_write_differently_have_one_key(name: str) -> None:
    assert sort_key(name) == "st marys"


def test_letters_with_marks_are_put_in_with_the_plain_ones() -> None:
    assert sort_key("École Française") == "ecole francaise"
