"""The two procedures of a round of honours: the city's programme, and the list of each district."""

from .district_list import DISTRICT, LIST
from .programme import CITY, PROGRAMME

__all__ = ["CITY", "DISTRICT", "LIST", "PROGRAMME"]
