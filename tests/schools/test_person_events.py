"""Every act on somebody's account has words on the person's page: no code is shown."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from schools.people_presenters import _EVENT_LABELS

ROOT = Path(__file__).parents[2]
ROOMS = ("accounts", "cases", "exclusions", "portal", "provision", "reports", "schools")
# The acts whose subject puts them on the page (schools.people_queries.events_of), and the two functions that write
# the subject for their callers.
SUBJECTS = ("accounts.User:", "schools.SchoolStaff:")
WRITERS = {"record_of_user", "_record"}


def codes_in(path: Path) -> Iterator[str]:
    """Codes that this module records with a person, or a place at a school, as the subject."""
    source = path.read_text()
    if not any(words in source for words in (*SUBJECTS, "record_of_user")):
        return
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        subject = keywords.get("subject")
        if isinstance(call.func, ast.Name) and call.func.id in WRITERS and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value
        elif (
            "code" in keywords and isinstance(subject, ast.JoinedStr) and ast.unparse(subject)[2:].startswith(SUBJECTS)
        ):
            code = keywords["code"]
            if isinstance(code, ast.Constant):
                yield code.value
            elif hasattr(module, ast.unparse(code)):
                yield getattr(module, ast.unparse(code))


def test_every_code_recorded_about_a_person_has_words() -> None:
    modules = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    recorded = {code for path in modules for code in codes_in(path)}
    assert {"accounts.user_disabled", "cases_allocated", "cases.work_handed_over", "schools.staff_placed"} <= recorded
    assert recorded - _EVENT_LABELS.keys() == set()
