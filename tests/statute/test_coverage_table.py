"""coverage.csv says, for every row of the law pack that holds a number, which rule answers it or why none does."""

import csv
import re
from pathlib import Path

from statute import rules

TABLE = Path(__file__).parent / "coverage.csv"
CODE = re.compile(r"[a-z]+\.[a-z0-9_]+")
NO_RULE = "No rule: "
FOLDERS = ("exclusions.", "people.", "letters.", "reports.")


def _rows():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _codes_named():
    return {
        code
        for row in _rows()
        if not row["rule_or_reason"].startswith(NO_RULE)
        for code in row["rule_or_reason"].split("; ")
    }


def test_each_row_names_rules_or_gives_a_reason():
    for row in _rows():
        answer = row["rule_or_reason"]
        if answer.startswith(NO_RULE):
            assert len(answer) > len(NO_RULE) + 5, row
        else:
            assert all(CODE.fullmatch(code) for code in answer.split("; ")), row


def test_every_code_named_is_a_rule():
    assert _codes_named() <= {rule.code for rule in rules()}


def test_every_rule_is_named():
    assert {rule.code for rule in rules() if rule.code.startswith(FOLDERS)} <= _codes_named()


def test_no_row_is_given_twice():
    names = [row["row"] for row in _rows()]
    assert len(names) == len(set(names))
