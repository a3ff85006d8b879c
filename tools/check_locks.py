"""The lock files name packages, versions and hashes; no server, no folder of anybody's machine."""

from __future__ import annotations

import json
import re
import sys

from steps import PROJECT

REQUIREMENT = re.compile(r"^[A-Za-z0-9][\w.\-\[\],]*==\S+( ; .+)? \\$|^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def wrong_lines() -> list[str]:
    """Lines of the lock files that are neither a pinned package nor a hash, and addresses in package-lock.json."""
    wrong = []
    for lock in sorted(PROJECT.glob("requirements*.txt")):
        for number, line in enumerate(lock.read_text().splitlines(), 1):
            if line and not REQUIREMENT.match(line):
                wrong.append(f"{lock.name}:{number}: {line}")
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    for name, entry in packages.items():
        wrong += [f"package-lock.json: {name} has {key}" for key in ("resolved",) if key in entry]
        wrong += [f"package-lock.json: {name} has no hash" for _ in [0] if name and "integrity" not in entry]
    return wrong


if __name__ == "__main__":
    found = wrong_lines()
    print("\n".join(found))
    sys.exit(1 if found else 0)
