"""Every template compiles: a misspelt tag is found here, not by the person who opens the page."""

from __future__ import annotations

import sys
from pathlib import Path

from steps import PROJECT

sys.path.insert(0, str(PROJECT))


def broken_templates() -> list[str]:
    """The templates that do not compile, with the reason."""
    import django
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template

    django.setup()
    broken = []
    # The tests' own templates are found only where a test puts them on the path.
    of_rooms = (folder for folder in PROJECT.glob("*/templates") if folder.parent.name != "tests")
    for folder in (PROJECT / "templates", *of_rooms):
        for path in sorted(part for part in folder.rglob("*") if part.is_file()):
            name = str(Path(path).relative_to(folder))
            try:
                get_template(name)
            except TemplateSyntaxError as error:
                broken.append(f"{name}: {error}")
    return broken


if __name__ == "__main__":
    found = broken_templates()
    print("\n".join(found))
    sys.exit(1 if found else 0)
