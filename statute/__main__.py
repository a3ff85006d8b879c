"""The command: `calculate` answers lines of JSON, `rules` lists every rule, `explain` prints one count.

Exit status: 0 when every line was answered, 1 when any line had an error, 2 for unusable arguments.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from statute import Result, StatuteError, calculate, rules, spoken
from statute.registry import Rule
from statute.result import CountedDay, SkippedDay

_REQUEST_FIELDS = ("id", "rule", "facts", "calendar", "policy", "pauses")
ANSWERED, SOME_ERRORS, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m statute", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("calculate", help="answer one JSON request a line from standard input")
    listing = commands.add_parser("rules", help="list every rule")
    form = listing.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--markdown", action="store_true", help="as the page docs/rules.md")
    explain = commands.add_parser("explain", help="print the days of one count as a person reads them")
    explain.add_argument("code", metavar="CODE")
    explain.add_argument("--facts", required=True, help="the facts, as a JSON object")
    explain.add_argument("--calendar", help="a file that holds the school's calendar")
    explain.add_argument("--policy", help="the name of a shipped policy")
    asked = parser.parse_args(arguments)
    if asked.command == "calculate":
        return _calculate(sys.stdin.buffer)
    if asked.command == "rules":
        _say(_rules_json() if asked.json else rules_markdown() if asked.markdown else _rules_text())
        return ANSWERED
    return _explain(asked.code, asked.facts, asked.calendar, asked.policy)


def _say(text: str) -> None:
    # UTF-8 in every locale: the machine's own encoding may not have a pound sign.
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def _calculate(lines: BinaryIO) -> int:
    status = ANSWERED
    for line in lines:
        answer = answer_line(line)
        if "error" in answer:
            status = SOME_ERRORS
        _say(json.dumps(answer) + "\n")
    return status


def answer_line(line: bytes) -> dict[str, object]:
    """The answer to one line: its id with the result, or its id with the error."""
    identity: object = None
    try:
        request = json.loads(line.decode("utf-8"), parse_constant=_not_json)
        if not isinstance(request, dict):
            raise StatuteError("request", "must be a JSON object")
        identity = request.get("id")
        return {"id": identity, **_ask(request).to_json()}
    except StatuteError as wrong:
        return {"id": identity, "error": str(wrong)}
    except (ValueError, RecursionError) as wrong:
        return {"id": identity, "error": f"request: is not a line of JSON ({wrong})"}


def _not_json(word: str) -> None:
    # NaN and Infinity are Python's own; a line that holds them could not be answered in JSON.
    raise ValueError(f"{word} is not JSON")


def _ask(request: Mapping[str, object]) -> Result:
    for key in request:
        if key not in _REQUEST_FIELDS:
            raise StatuteError(key, f"is not part of a request; it has {', '.join(_REQUEST_FIELDS)}")
    # What JSON holds is not yet of the right type: `calculate` reads every field and says which one is wrong.
    return calculate(
        request.get("rule"),  # type: ignore[arg-type]
        facts=request.get("facts"),  # type: ignore[arg-type]
        calendar=request.get("calendar"),  # type: ignore[arg-type]
        policy=request.get("policy"),  # type: ignore[arg-type]
        pauses=request.get("pauses", ()),  # type: ignore[arg-type]
    )


def _held(rule: Rule) -> str:
    until = "" if rule.in_force_to is None else f" to {rule.in_force_to}"
    return ", ".join(str(version.in_force_from) for version in rule.versions) + until


def _rules_text() -> str:
    return "".join(
        f"{rule.code}\n    {rule.title}\n    row: {rule.row}\n"
        f"    facts: {', '.join(fact.name + ('' if fact.required else '?') for fact in rule.facts)}\n"
        f"    citation: {rule.citation.instrument}, {rule.citation.provision} ({rule.citation.checked})\n"
        f"    in force from: {_held(rule)}\n"
        for rule in rules()
    )


def _rules_json() -> str:
    listed = [
        {
            "code": rule.code,
            "title": rule.title,
            "row": rule.row,
            "facts": [fact.to_json() for fact in rule.facts],
            "needs_calendar": rule.needs_calendar,
            "citation": rule.citation.to_json(),
            "in_force_from": rule.in_force_from.isoformat(),
            "in_force_to": None if rule.in_force_to is None else rule.in_force_to.isoformat(),
            "versions": [f"{rule.code}@{version.in_force_from}" for version in rule.versions],
        }
        for rule in rules()
    ]
    return json.dumps(listed, indent=2, ensure_ascii=False) + "\n"


def rules_markdown() -> str:
    """The page docs/rules.md: every rule in a table."""
    head = (
        "# Rules of the statute engine\n\n"
        "Written by `python -m statute rules --markdown`; a test checks that it is fresh. A fact\n"
        "with `?` may be left out. The mark says how far the provision and each number were\n"
        "confirmed: verified, from knowledge, seed or policy. Law row points into the law pack.\n"
        "Each date in the last column starts a version.\n\n"
        "| Code | Title | Facts | Citation | Mark | Numbers | Law row | In force from |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(_markdown_row(rule) for rule in rules())


def _markdown_row(rule: Rule) -> str:
    facts = ", ".join(f"{fact.name}{'' if fact.required else '?'}" for fact in rule.facts)
    numbers = "; ".join(
        f"{limit.number} {limit.unit} ({limit.checked}, {limit.row})" for limit in rule.versions[-1].limits
    )
    cited = f"{rule.citation.instrument}, {rule.citation.provision}"
    mark = str(rule.citation.checked)
    cells = (f"`{rule.code}`", rule.title, facts, cited, mark, numbers or "–", rule.row, _held(rule))
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |\n"


def _explain(code: str, facts: str, calendar_file: str | None, policy: str | None) -> int:
    try:
        calendar = None
        if calendar_file is not None:
            with open(calendar_file, encoding="utf-8") as file:
                calendar = json.load(file)
        result = calculate(code, facts=json.loads(facts), calendar=calendar, policy=policy)
    except (StatuteError, OSError, ValueError, RecursionError) as wrong:
        print(f"python -m statute explain: {wrong}", file=sys.stderr)
        return UNUSABLE
    _say("".join(f"{line}\n" for line in _explanation(result)))
    return ANSWERED


def _explanation(result: Result) -> Iterator[str]:
    yield f"{result.outcome.replace('_', ' ')}: {_answer_in_words(result)}".rstrip(": ")
    yield from [result.because] if isinstance(result.because, str) else result.because
    for number, step in enumerate(result.steps, 1):
        yield f"Step {number}: {step.because} {spoken(step.due_on)}"
        yield from _days(step.counted, step.skipped)
    if not result.steps:
        yield from _days(result.counted, result.skipped)
    for also in result.also:
        when = "no date" if also.due_on is None else spoken(also.due_on)
        yield f"Another reading: {when}. {also.because}"
    if result.owner is not None:
        yield f"Whose duty: {result.owner}"
    yield from (f"Note: {warning}" for warning in result.warnings)
    yield f"Law: {result.citation.instrument}, {result.citation.provision} ({result.citation.checked})"
    yield f"Version: {result.version}"


def _answer_in_words(result: Result) -> str:
    if result.due_at is not None:
        return f"{spoken(result.due_at.date())} {result.due_at.hour:02}:{result.due_at.minute:02}"
    if result.due_on is not None:
        return spoken(result.due_on)
    return json.dumps(result.to_json().get("value", ""), ensure_ascii=False).strip('"')


def _days(counted: Iterable[CountedDay], skipped: Iterable[SkippedDay]) -> Iterator[str]:
    lines = {day: f"{number:>4}" for day, number in counted}
    lines |= {day: f"   - {reason}" for day, reason in skipped}
    order = sorted(lines, reverse=_runs_backwards(counted))
    for day in order:
        yield f"  {spoken(day):<16}{lines[day]}"


def _runs_backwards(counted: Iterable[CountedDay]) -> bool:
    days = [day for day, _ in counted]
    return days != sorted(days)


if __name__ == "__main__":
    sys.exit(main())
