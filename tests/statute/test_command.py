"""The command `python -m statute`: answers, errors a line at a time, and exit codes."""

import io
import json
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from statute import rules
from statute.__main__ import main, rules_markdown

ROOT = Path(__file__).resolve().parents[2]
CALENDAR = {
    "open": [["2026-09-02", "2026-10-22"], ["2026-11-02", "2026-12-18"]],
    "closed": {"2026-12-04": "INSET"},
}
GOOD = {"id": "x1", "rule": "exclusions.day_one", "facts": {"excluded_on": "2026-09-15", "pm_began": False}}
UPN = {"id": 7, "rule": "people.upn_valid", "facts": {"upn": "X331000114001"}}


def _calculate(monkeypatch, capsysbinary, *lines):
    text = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text)))
    status = main(["calculate"])
    return status, [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]


def test_lines_in_and_out_in_the_same_order(monkeypatch, capsysbinary):
    status, answers = _calculate(monkeypatch, capsysbinary, {**GOOD, "calendar": CALENDAR}, UPN)
    assert status == 0
    assert [answer["id"] for answer in answers] == ["x1", 7]
    assert answers[0] == {
        "id": "x1",
        "outcome": "due",
        "due_on": "2026-09-15",
        "counted": [["2026-09-15", 1]],
        "skipped": [],
        "because": "Excluded before the afternoon session began: the first day is that school day.",
        "citation": {
            "instrument": "Education and Inspections Act 2006; Suspension and permanent exclusion guidance from "
            "26 July 2026",
            "provision": "s103(7)",
            "checked": "verified",
        },
        "version": "exclusions.day_one@2026-07-26",
        "warnings": [],
    }


def test_no_lines_are_all_answered(monkeypatch, capsysbinary):
    assert _calculate(monkeypatch, capsysbinary) == (0, [])


@pytest.mark.parametrize(
    ("line", "identity", "message"),
    [
        (b"nope\n", None, "request: is not a line of JSON"),
        (b"\n", None, "request: is not a line of JSON"),
        (b"\xff\n", None, "request: is not a line of JSON"),
        (b"[" * 100_000 + b"\n", None, "request: is not a line of JSON"),
        (b'{"id": NaN}\n', None, "request: is not a line of JSON (NaN"),
        (b"[1]\n", None, "request: must be a JSON object"),
        (GOOD, "x1", "calendar: is missing"),
        ({"id": "a"}, "a", "rule: there is no rule None"),
        ({"id": "a", "rule": "people.upn_valid"}, "a", "facts: must be an object"),
        ({**UPN, "colour": "red"}, 7, "colour: is not part of a request"),
        ({**UPN, "policy": "nowhere"}, 7, "policy: there is no policy"),
        ({**UPN, "pauses": None}, 7, "pauses: must be a list"),
    ],
)
def test_a_bad_line_is_answered_on_its_line(monkeypatch, capsysbinary, line, identity, message):
    status, answers = _calculate(monkeypatch, capsysbinary, UPN, line, UPN)
    assert status == 1
    assert answers[0]["value"] is answers[2]["value"] is True
    assert list(answers[1]) == ["id", "error"]
    assert answers[1]["id"] == identity
    assert answers[1]["error"].startswith(message)


def test_rules_as_text_and_json(capsysbinary):
    assert main(["rules"]) == 0
    assert "exclusions.day_one\n    First day of an exclusion\n" in capsysbinary.readouterr().out.decode()
    assert main(["rules", "--json"]) == 0
    listed = json.loads(capsysbinary.readouterr().out)
    assert [rule["code"] for rule in listed] == [rule.code for rule in rules()]
    keys = {
        "code",
        "title",
        "row",
        "facts",
        "citation",
        "in_force_from",
        "in_force_to",
        "needs_calendar",
        "versions",
    }
    assert all(set(rule) == keys for rule in listed)


def test_docs_rules_is_fresh(capsysbinary):
    assert main(["rules", "--markdown"]) == 0
    assert capsysbinary.readouterr().out.decode() == rules_markdown()
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == rules_markdown(), (
        "run: python -m statute rules --markdown > docs/rules.md"
    )


def _explain(tmp_path, code, facts, *more):
    file = tmp_path / "calendar.json"
    file.write_text(json.dumps(CALENDAR))
    return main(["explain", code, "--facts", json.dumps(facts), "--calendar", str(file), *more])


def _printed(capsysbinary):
    return capsysbinary.readouterr().out.decode().splitlines()


def test_explain_one_count(tmp_path, capsysbinary):
    facts = {"excluded_on": "2026-12-02", "pm_began": False}
    assert _explain(tmp_path, "exclusions.sixth_day_permanent", facts, "--policy", "coventry") == 0
    assert _printed(capsysbinary) == [
        "due: Thu 10 Dec 2026",
        "The 6th school day of the exclusion, its first day counted as 1. By policy a letter quotes the later "
        "reading, Fri 11 Dec 2026.",
        "  Wed 2 Dec 2026     1",
        "  Thu 3 Dec 2026     2",
        "  Fri 4 Dec 2026     - INSET",
        "  Sat 5 Dec 2026     - weekend",
        "  Sun 6 Dec 2026     - weekend",
        "  Mon 7 Dec 2026     3",
        "  Tue 8 Dec 2026     4",
        "  Wed 9 Dec 2026     5",
        "  Thu 10 Dec 2026    6",
        "Another reading: Fri 11 Dec 2026. Guidance paragraph 90: the sixth school day after the first day of the "
        "exclusion.",
        "Whose duty: home local authority",
        "Law: Education Act 1996; Education (Provision of Full-Time Education for Excluded Pupils) (England) "
        "Regulations 2007 (SI 2007/1870); Suspension and permanent exclusion guidance from 26 July 2026, "
        "s19(3A)(a)-(3B); reg 4(3)(a), reg 5 (verified)",
        "Version: exclusions.sixth_day_permanent@2026-07-26",
    ]


def test_explain_a_count_backwards_and_one_of_steps(tmp_path, capsysbinary):
    assert _explain(tmp_path, "exclusions.offsite_direction_notice", {"first_day": "2026-11-02"}) == 0
    lines = _printed(capsysbinary)
    assert lines[2] == "  Sun 1 Nov 2026     - weekend"
    assert lines[-4] == "  Wed 21 Oct 2026    2"
    assert _explain(tmp_path, "exclusions.review_application", {"notice_sent_on": "2026-09-14", "method": "hand"}) == 0
    lines = _printed(capsysbinary)
    assert lines[2] == "Step 1: Delivered by hand: given that day. Mon 14 Sep 2026"
    assert lines[3].startswith("Step 2: 15 school days after the notice was given")


def test_explain_values_moments_refusals_and_readings_without_a_date(tmp_path, capsysbinary):
    assert _explain(tmp_path, "people.year_group", {"born_on": "2015-01-10", "on": "2026-11-21"}) == 0
    assert _printed(capsysbinary)[0] == "value: 7"
    assert _explain(tmp_path, "exclusions.provision_notice", {"provision_starts_at": "2026-11-16T09:05"}) == 0
    lines = _printed(capsysbinary)
    assert lines[0] == "due: Sat 14 Nov 2026 09:05"
    assert lines[-3].startswith("Note: The parent may waive it")
    assert main(["explain", "people.upn_valid", "--facts", '{"upn": "UN1"}']) == 0
    assert _printed(capsysbinary)[:3] == [
        "refused",
        "It has 3 characters; a UPN has 13.",
        "Its 2nd to 12th characters are not all digits.",
    ]
    facts = {"excluded_on": "2026-12-11", "pm_began": False}
    assert _explain(tmp_path, "exclusions.sixth_day_permanent", facts) == 0
    assert any(line.startswith("Another reading: no date. ") for line in _printed(capsysbinary))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["guess"],
        ["rules", "--json", "--markdown"],
        ["explain", "people.upn_valid"],
    ],
)
def test_unusable_arguments(arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["people.upn_valid", "--facts", "{"], "Expecting property name"),
        (["people.upn_valid", "--facts", "{}"], "upn: is missing"),
        (["people.nobody", "--facts", "{}"], "there is no rule"),
        (["people.upn_valid", "--facts", "{}", "--calendar", "no such file"], "No such file"),
    ],
)
def test_explain_what_cannot_be_explained(arguments, message, capsysbinary):
    assert main(["explain", *arguments]) == 2
    shown = capsysbinary.readouterr()
    assert shown.out == b""
    assert message in shown.err.decode()


def test_run_as_a_module(monkeypatch, capsysbinary):
    monkeypatch.setattr(sys, "argv", ["statute", "rules"])
    monkeypatch.delitem(sys.modules, "statute.__main__")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("statute", run_name="__main__")
    assert ended.value.code == 0
    assert capsysbinary.readouterr().out
