"""What each authority may set for itself: shipped policies, overrides, and the floors that bind them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from statute.errors import StatuteError

SHIPPED = Path(__file__).parent / "policies"
DEFAULT = "statutory"


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of statutory.toml: its default, and the values an authority may put in its place."""

    key: str
    value: str | int
    meaning: str
    source: str
    choices: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    floor: str = ""

    def accept(self, given_by: str, value: object) -> str | int:
        """The value, if it may stand. Raises `StatuteError` with the file, the key and the floor."""
        if self.choices:
            if isinstance(value, str) and value in self.choices:
                return value
            raise StatuteError(self.key, f"{given_by}: must be one of {', '.join(self.choices)}, not {value!r}")
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise StatuteError(self.key, f"{given_by}: must be a whole number from 1, not {value!r}")
        if self.at_least is not None and value < self.at_least:
            raise StatuteError(self.key, f"{given_by}: {value} is under the floor of {self.at_least} ({self.floor})")
        if self.at_most is not None and value > self.at_most:
            raise StatuteError(self.key, f"{given_by}: {value} is over the most of {self.at_most} ({self.floor})")
        return value


@dataclass(frozen=True, slots=True)
class Policy:
    """The values in force for one authority: every key of statutory.toml, with its own where it set one."""

    name: str
    values: Mapping[str, str | int] = field(hash=False)

    @classmethod
    def load(cls, name: str, folder: Path = SHIPPED) -> "Policy":
        """A policy by name. Raises `StatuteError` for one that is unknown, malformed or unlawful."""
        if folder == SHIPPED:
            return _load_shipped(name)
        return _load(name, folder)

    @classmethod
    def from_mapping(cls, overrides: Mapping[str, object], given_by: str = "policy") -> "Policy":
        """The statutory policy with some values replaced, by dotted keys or nested objects."""
        settings = statutory_settings()
        values = {key: setting.value for key, setting in settings.items()}
        for key, value in _flat(overrides):
            if key not in settings:
                raise StatuteError(key, f"{given_by}: is not a policy key; the keys are {', '.join(settings)}")
            values[key] = settings[key].accept(given_by, value)
        return cls(given_by, values)

    def number(self, key: str) -> int:
        """The value of a key that holds a number of days."""
        return int(self.values[key])

    def word(self, key: str) -> str:
        """The value of a key that holds one of a few words."""
        return str(self.values[key])

    def has_changed(self, key: str) -> bool:
        """Whether the authority has set this key otherwise than the default."""
        return self.values[key] != statutory_settings()[key].value


@lru_cache(maxsize=1)
def statutory_settings() -> Mapping[str, Setting]:
    """Every key that a policy may set, as policies/statutory.toml documents it."""
    return {
        f"{topic}.{name}": Setting(key=f"{topic}.{name}", **{**table, "choices": tuple(table.get("choices", ()))})
        for topic, tables in tomllib.loads((SHIPPED / f"{DEFAULT}.toml").read_text("utf-8")).items()
        for name, table in tables.items()
    }


def read_policy(given: object) -> Policy:
    """A `Policy`, a shipped name, an object of overrides, or None for the statutory policy."""
    if isinstance(given, Policy):
        return given
    if isinstance(given, Mapping):
        return Policy.from_mapping(given)
    if given is None or isinstance(given, str):
        return Policy.load(given or DEFAULT)
    raise StatuteError("policy", "must be the name of a shipped policy or an object of overrides")


@lru_cache(maxsize=32)
def _load_shipped(name: str) -> Policy:
    return _load(name, SHIPPED)


def _load(name: str, folder: Path) -> Policy:
    names = sorted(path.stem for path in folder.glob("*.toml"))
    if name not in names:
        raise StatuteError("policy", f"there is no policy {name!r}; there are {', '.join(names)}")
    if name == DEFAULT:
        return Policy(name, Policy.from_mapping({}).values)
    try:
        topics = tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
        own = {f"{topic}.{key}": table["value"] for topic, tables in topics.items() for key, table in tables.items()}
    except (ValueError, AttributeError, TypeError, KeyError) as wrong:
        raise StatuteError("policy", f"{name}.toml: is not a policy file ({wrong!r})") from None
    return Policy(name, Policy.from_mapping(own, f"{name}.toml").values)


def _flat(overrides: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = []
    for key, value in overrides.items():
        if isinstance(value, Mapping):
            pairs += _flat(value, f"{prefix}{key}.")
        else:
            pairs.append((f"{prefix}{key}", value))
    return pairs
