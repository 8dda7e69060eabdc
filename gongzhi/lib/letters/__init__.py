"""An official letter in the layout of GB/T 9704-2012: what it says, and how it is written as a DOCX."""

from .letter import Annex, Block, Letter, blocks, data
from .word import as_docx

__all__ = ["Annex", "Block", "Letter", "as_docx", "blocks", "data"]
