"""Feeds and open data in formats that others read: Atom, iCalendar, GeoJSON, CSV with its dictionary, DCAT-AP."""

from .atom import atom
from .calendars import calendar
from .catalogues import Dataset, Distribution, catalogue
from .dictionaries import Column, dictionary
from .items import Channel, Item, collection

__all__ = [
    "Channel",
    "Column",
    "Dataset",
    "Distribution",
    "Item",
    "atom",
    "calendar",
    "catalogue",
    "collection",
    "dictionary",
]
