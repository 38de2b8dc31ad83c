"""Names as often as people have them: a few that very many share, and a long tail.

The counts of the commonest are facts of the United States' Census Bureau (family names of 2010, of
294,979,229 people) and Social Security Administration (given names of the last hundred years, of
350 million births). The tail is made up: its names get rarer as those of real lists do.
"""

import random
from collections.abc import Iterator

FAMILY_NAMES = {
    "Smith": 2_442_977,
    "Johnson": 1_932_812,
    "Williams": 1_625_252,
    "Brown": 1_437_026,
    "Jones": 1_425_470,
    "García": 1_166_120,
    "Miller": 1_161_437,
    "Davis": 1_116_357,
    "Rodríguez": 1_094_924,
    "Martínez": 1_060_159,
    "Hernández": 1_043_281,
    "López": 874_523,
    "González": 841_025,
    "Wilson": 801_882,
    "Anderson": 784_404,
    "Thomas": 756_142,
    "Taylor": 751_209,
    "Moore": 724_374,
    "Jackson": 708_099,
    "Martin": 702_625,
    "Lee": 693_023,
    "Pérez": 681_645,
    "Thompson": 664_644,
    "White": 660_491,
    "Harris": 624_252,
    "Sánchez": 612_752,
    "Clark": 562_679,
    "Ramírez": 557_423,
    "Lewis": 531_781,
    "Robinson": 529_821,
}
GIVEN_NAMES = {
    "James": 4_600_000,
    "Michael": 4_360_000,
    "Robert": 4_350_000,
    "John": 4_340_000,
    "David": 3_560_000,
    "William": 3_530_000,
    "Mary": 2_970_000,
    "Richard": 2_400_000,
    "Joseph": 2_320_000,
    "Thomas": 2_160_000,
    "Christopher": 2_060_000,
    "Charles": 2_030_000,
    "Daniel": 1_960_000,
    "Matthew": 1_650_000,
    "Patricia": 1_560_000,
    "Jennifer": 1_470_000,
    "Linda": 1_450_000,
    "Elizabeth": 1_370_000,
    "Barbara": 1_340_000,
    "Susan": 1_090_000,
    "Jessica": 1_050_000,
    "Karen": 980_000,
    "Sarah": 970_000,
    "María": 600_000,
    "José": 560_000,
}
FAMILIES, BIRTHS = 294_979_229, 350_000_000
TAIL = 50_000
_SYLLABLES = ("ba", "ber", "co", "dal", "du", "fen", "gar", "ha", "il", "ke", "lo", "mar", "ni")
_ENDS = ("son", "ez", "ler", "man", "ton", "sky", "ini", "ard", "well", "ova", "ens", "ter")


def drawn_names(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Draw family and given names; every tenth person has two family names."""
    dice = random.Random(seed)
    families = _weighted(FAMILY_NAMES, FAMILIES, dice)
    given = dice.choices(*_weighted(GIVEN_NAMES, BIRTHS, dice), k=count)
    first, second = (dice.choices(*families, k=count) for _ in range(2))
    for at, (one, other, name) in enumerate(zip(first, second, given, strict=True)):
        yield (f"{one} {other}" if at % 10 == 0 else one), name


def _weighted(
    known: dict[str, int], people: int, dice: random.Random
) -> tuple[list[str], list[float]]:
    """Return names with their weights: the known ones, then a tail of which each is rarer."""
    tail = sorted({_made_up(dice) for _ in range(TAIL)})
    dice.shuffle(tail)
    shares = [1 / (place + len(known)) for place in range(len(tail))]
    rest = (people - sum(known.values())) / sum(shares)
    return [*known, *tail], [*known.values(), *(rest * share for share in shares)]


def _made_up(dice: random.Random) -> str:
    middle = "".join(dice.choices(_SYLLABLES, k=dice.randint(1, 3)))
    return (middle + dice.choice(_ENDS)).capitalize()
