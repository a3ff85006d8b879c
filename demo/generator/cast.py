"""Children with a part to play: those easily mistaken for each other, and those whose lost days stand at a limit."""

from __future__ import annotations

from dataclasses import dataclass

from cases.models.child import Sex
from demo.generator.authority import ACADEMY, PRIMARY, SPECIAL
from demo.generator.invented_names import Name


@dataclass(frozen=True)
class Part:
    """A child of the cast. A twin has the date of birth and the family of another part."""

    key: str
    name: Name
    school: str
    year_group: int
    twin_of: str = ""


NAMESAKE, OTHER_NAMESAKE, TWIN, OTHER_TWIN = "namesake", "other_namesake", "twin", "other_twin"
_NAMESAKE = Name("Olivia Grace", "Carter", Sex.FEMALE)
MISTAKEN_FOR_EACH_OTHER = (
    Part(NAMESAKE, _NAMESAKE, ACADEMY, 8),
    Part(OTHER_NAMESAKE, _NAMESAKE, SPECIAL, 9),
    Part(TWIN, Name("Ayaan", "Fairweather-Singh", Sex.MALE), ACADEMY, 9),
    Part(OTHER_TWIN, Name("Ayan", "Fairweather-Singh", Sex.MALE), ACADEMY, 9, twin_of=TWIN),
)


# Pupils about whom the invented schools have sent something; the key says what became of it.
ASKED, ANSWERED, CORRECTED, CORRECTED_LATE = "asked", "answered", "corrected", "corrected_late"
DOUBTFUL, NEW_PERMANENT, PLAIN, WRONG_NUMBER = "doubtful", "new_permanent", "plain", "wrong_number"
RETURNED, REJECTED, ACCEPTED, CLOSED, WITHDRAWN = "returned", "rejected", "accepted", "accepted_closed", "withdrawn"
BEGUN, BEGUN_BY_ANOTHER = "begun", "begun_by_another"
FOUGHT, FOUGHT_TOO = "fought", "fought_too"
SENT_ABOUT = (
    Part(ASKED, Name("Callum", "Ashworth-Beddoes", Sex.MALE), ACADEMY, 9),
    Part(ANSWERED, Name("Nimra", "Sultanova", Sex.FEMALE), ACADEMY, 10),
    Part(CORRECTED, Name("Leo", "Farrimond", Sex.MALE), ACADEMY, 8),
    Part(CORRECTED_LATE, Name("Chidera", "Oduya-Marsh", Sex.FEMALE), ACADEMY, 9),
    Part(DOUBTFUL, Name("Toby", "Penhallow", Sex.MALE), ACADEMY, 11),
    Part(NEW_PERMANENT, Name("Aleksandra", "Brzeska", Sex.FEMALE), ACADEMY, 9),
    Part(PLAIN, Name("Finlay", "Rookwood", Sex.MALE), PRIMARY, 5),
    Part(WRONG_NUMBER, Name("Persis", "Oakenshaw", Sex.FEMALE), ACADEMY, 8),
    Part(RETURNED, Name("Yusra", "Belhadj", Sex.FEMALE), ACADEMY, 10),
    Part(REJECTED, Name("Gwilym", "Treharne", Sex.MALE), ACADEMY, 9),
    Part(ACCEPTED, Name("Shanice", "Merriweather", Sex.FEMALE), ACADEMY, 8),
    Part(CLOSED, Name("Dorian", "Velásquez", Sex.MALE), ACADEMY, 10),
    Part(WITHDRAWN, Name("Harpreet", "Gillingwater", Sex.FEMALE), ACADEMY, 8),
    Part(BEGUN, Name("Milo", "Stannard", Sex.MALE), ACADEMY, 9),
    Part(BEGUN_BY_ANOTHER, Name("Esme", "Kettlewell", Sex.FEMALE), ACADEMY, 8),
    Part(FOUGHT, Name("Orla", "Whinfield", Sex.FEMALE), ACADEMY, 9),
    Part(FOUGHT_TOO, Name("Tegan", "Aldermoor", Sex.FEMALE), ACADEMY, 9),
)


@dataclass(frozen=True)
class Standing:
    """How much a child has lost: the sessions of each suspension, in order, in one term or over the terms of a year.

    `elsewhere_from` is the place of the first suspension that another school gave, where the child is on two rolls.
    """

    part: Part
    sessions_by_term: tuple[tuple[int, ...], ...]
    elsewhere_from: int | None = None

    @property
    def is_of_year(self) -> bool:
        """True where the total of a whole school year is meant."""
        return len(self.sessions_by_term) > 1

    @property
    def days(self) -> float:
        """School days in all: two sessions are one."""
        return sum(map(sum, self.sessions_by_term)) / 2


def _standing(key: str, given: str, surname: str, sex: str, group: int, *terms: tuple[int, ...]) -> Standing:
    return Standing(Part(key, Name(given, surname, sex), ACADEMY, group), terms)


# No term of them is above 15 days: there the governors must meet, and no officer closes over that.
_LONG_YEAR = ((6, 8, 8, 8), (6, 8, 10, 6))
# By what they show: the school days in a term, or in the whole school year, around the limits of 5, 15 and 45.
STANDINGS: dict[str, Standing] = {
    "4.5 in a term": _standing("term_4_5", "Jessamy", "Thorncastle", Sex.FEMALE, 8, (2, 3, 4)),
    "5.0 in a term": _standing("term_5_0", "Kofi", "Aldersea", Sex.MALE, 9, (2, 4, 4)),
    "5.5 in a term": _standing("term_5_5", "Rhiannon", "Quillfeather", Sex.FEMALE, 8, (3, 4, 4)),
    "14.5 in a term": _standing("term_14_5", "Marek", "Ostrowidzki", Sex.MALE, 10, (4, 6, 6, 7, 6)),
    "15.0 in a term": _standing("term_15_0", "Tamsin", "Brackenbury-Oyelaran", Sex.FEMALE, 9, (4, 6, 6, 8, 6)),
    "15.5 in a term": Standing(
        Part("term_15_5", Name("Idris", "Pellworthy", Sex.MALE), ACADEMY, 10), ((5, 6, 6, 8, 6),), elsewhere_from=3
    ),
    "44.5 in a year": _standing("year_44_5", "Bethan", "Marlingford", Sex.FEMALE, 10, *_LONG_YEAR, (8, 8, 8, 5)),
    "45.0 in a year": _standing("year_45_0", "Zayd", "Hollowmere", Sex.MALE, 9, *_LONG_YEAR, (8, 8, 8, 6)),
}
CAST = (*MISTAKEN_FOR_EACH_OTHER, *SENT_ABOUT, *(standing.part for standing in STANDINGS.values()))
