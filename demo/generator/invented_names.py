"""Names that nobody has, or that thousands have: from Faker, and some that try a screen's patience."""

from __future__ import annotations

from dataclasses import dataclass

from faker import Faker

from cases.models.child import Sex
from cases.names import fold


@dataclass(frozen=True)
class Name:
    """A child's name. A child of one name only has it as the surname."""

    given_names: str
    surname: str
    sex: str


# Long, hyphenated, with marks, of one word, in other scripts and from right to left.
UNUSUAL_NAMES = (
    Name("Maximilian Alexander Christopher", "Featherstonehaugh-Cholmondeley-Worthington", Sex.MALE),
    Name("Zoë", "Ní Dhomhnaill", Sex.FEMALE),
    Name("Şükrü", "Yıldız", Sex.MALE),
    Name("", "Suryani", Sex.FEMALE),
    Name("محمد", "الحسن", Sex.MALE),
    Name("שירה", "לוי", Sex.FEMALE),
    Name("小明", "王", Sex.MALE),
    Name("Anne-Marie", "O’Sullivan", Sex.FEMALE),
    Name("Ólafur", "Þórðarson", Sex.MALE),
    Name("Jean-Baptiste", "de la Tour d’Alembert", Sex.MALE),
)
# Some of the children of the exclusions, by the plan's key; the others are Faker's.
NAMES_OF_EXCLUDED = {
    "overdue": Name("Amira", "Hughes", Sex.FEMALE),
    "next_day": Name("Noah", "Lewis", Sex.MALE),
    "in_two_days": Name("Łukasz", "Wójcik-Śliwiński", Sex.MALE),
    "exam": Name("Ifeoma", "Okonkwo-Bright", Sex.FEMALE),
    "primary": Name("Thị Ánh", "Nguyễn", Sex.FEMALE),
    "by_post": Name("Mohammed Yusuf", "Al-Rashid", Sex.MALE),
}


class Names:
    """Repeatable names: the same seed gives the same ones in the same order."""

    def __init__(self, seed: int) -> None:
        self._faker = Faker("en_GB")
        self._faker.seed_instance(seed)

    def child(self, surname: str = "") -> Name:
        """A child's name; of a family where the surname is given."""
        sex = self._faker.random_element((Sex.FEMALE, Sex.MALE))
        return Name(self.first_name(sex), surname or self._faker.last_name(), sex)

    def first_name(self, sex: str) -> str:
        """One given name."""
        return self._faker.first_name_female() if sex == Sex.FEMALE else self._faker.first_name_male()

    def last_name(self) -> str:
        """One surname."""
        return self._faker.last_name()

    def street(self) -> str:
        """A house and a street."""
        return f"{self._faker.random_int(1, 180)} {self._faker.street_name()}"

    def postcode(self) -> str:
        """A postcode of a district that does not exist."""
        letters = self._faker.random_elements("ABDEFGHJLNPQRSTUWXYZ", length=2)
        return f"CV0 {self._faker.random_int(1, 9)}{''.join(letters)}"

    def telephone(self) -> str:
        """A number of the range that is kept free for drama."""
        return f"07700 900{self._faker.random_int(0, 999):03}"


def email_of(given_names: str, surname: str) -> str:
    """An address of a domain that nobody can own; empty for a name that cannot stand in one."""
    local_part = fold(f"{given_names} {surname}").replace(" ", ".")
    return f"{local_part}@example.org" if local_part.isascii() else ""
