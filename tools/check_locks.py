"""The lock files name packages, versions and hashes; no server, no folder of anybody's machine."""

from __future__ import annotations

import json
import re
import sys
import tomllib

from steps import PROJECT

REQUIREMENT = re.compile(r"^[A-Za-z0-9][\w.\-\[\],]*==\S+( ; .+)? \\$|^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def wrong_lines() -> list[str]:
    """Lines of the lock files that are neither a pinned package nor a hash, and addresses in package-lock.json."""
    wrong = unlocked_dependencies()
    for lock in sorted(PROJECT.glob("requirements*.txt")):
        for number, line in enumerate(lock.read_text().splitlines(), 1):
            if line and not REQUIREMENT.match(line):
                wrong.append(f"{lock.name}:{number}: {line}")
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    for name, entry in packages.items():
        wrong += [f"package-lock.json: {name} has {key}" for key in ("resolved",) if key in entry]
        wrong += [f"package-lock.json: {name} has no hash" for _ in [0] if name and "integrity" not in entry]
    return wrong


def unlocked_dependencies() -> list[str]:
    """What pyproject.toml asks for and no lock file has: `./run lock` was forgotten."""
    asked = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    wanted = [
        *asked["project"]["dependencies"],
        *(name for group in asked["dependency-groups"].values() for name in group),
    ]
    locks = "\n".join(lock.read_text() for lock in PROJECT.glob("requirements*.txt"))
    names = [re.split(r"[\[<>=!~ ]", text)[0].lower() for text in wanted]
    return [f"{name} is in no lock file: ./run lock" for name in names if f"\n{name}==" not in f"\n{locks}"]


if __name__ == "__main__":
    found = wrong_lines()
    print("\n".join(found))
    sys.exit(1 if found else 0)
