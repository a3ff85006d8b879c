"""What the tests must go through: every branch of the law, of policies, permissions and actions; most of the rest.

`python tools/check_coverage.py FILE`, where FILE is what `pytest --cov --cov-branch --cov-report=json:FILE` wrote.
Exit 1 names every file that falls short.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

WHOLE = re.compile(r"^(statute/|\w+/(policies|permissions)\.py$|\w+/actions/)")
LEAST_OF_THE_REST = 95.0


def shortfalls(report: dict[str, Any]) -> list[str]:
    """Every complaint, in words; empty when the tests go far enough."""
    complaints = []
    covered = counted = 0
    for name, file in sorted(report["files"].items()):
        if name.startswith("tests/") or "/migrations/" in name:
            continue
        summary = file["summary"]
        if WHOLE.match(name):
            if summary["percent_covered"] < 100:
                lines, branches = file["missing_lines"], file.get("missing_branches", [])
                complaints.append(f"{name}: lines {lines}, branches {branches} are gone through by no test")
            continue
        covered += summary["covered_lines"] + summary.get("covered_branches", 0)
        counted += summary["num_statements"] + summary.get("num_branches", 0)
    share = 100 * covered / counted if counted else 100.0
    if share < LEAST_OF_THE_REST:
        complaints.append(f"the rest: {share:.1f}% is gone through, {LEAST_OF_THE_REST:.0f}% is the least")
    return complaints


def main() -> int:
    """Print what falls short; gives the exit code."""
    complaints = shortfalls(json.loads(Path(sys.argv[1]).read_text()))
    for complaint in complaints:
        print(complaint)
    print("Coverage falls short." if complaints else "The tests go far enough.")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
