"""An estate of thirty owners as tables: who owns which flats, who sits on the committee, how the others vote."""

from itertools import product

NAME = "听江苑"
RESIDENT = "陈秀兰"  # of the demo: the first owner, who has the first two flats
PEOPLE = [RESIDENT, *("".join(p) for p in product("丁万兰华卞古左石边", ("文启", "念慈", "书恒")))][:28]
PEOPLE += ["闻人清", "于望舒"]
MEMBERS = (2, 3, 4, 5, 6)
FORMER = 9
ON_PAPER = len(PEOPLE)  # the last one has no account
OTHERS = range(2, 23)
AREAS = ("89.62", "104.38", "118.75", "96.40")
FLOORS, DOORS = 8, 2
FLATS = [1, *range(1, len(PEOPLE) + 1)]  # by place: the number of whom it belongs to
PHONES = 13500000000

YES, NO, BLANK = [1, 0], [0, 1], [0, 0]


def username(number: int) -> str:
    return f"flat{number:02}"


def phone(number: int) -> str:
    return str(PHONES + number)


def room(place: int) -> tuple[str, str]:
    building, rest = divmod(place, FLOORS * DOORS)
    return f"{building + 1}栋", f"{rest // DOORS + 1}-{rest % DOORS + 1}"


def area(place: int) -> str:
    return AREAS[place % len(AREAS)]


def area_of(*numbers: int) -> int:
    """Answer what these owners have together, in 0.01 m²."""
    return sum(int(area(n).replace(".", "")) for n, number in enumerate(FLATS) if number in numbers)


def choice(number: int) -> list[list[int]]:
    """Answer how one of OTHERS votes: 15 for the first item, 5 against, one for neither; 13 and 8 on the second."""
    place = number - OTHERS.start
    first = YES if place < 15 else NO if place < 20 else BLANK
    return [first, YES if place >= 8 else NO]
