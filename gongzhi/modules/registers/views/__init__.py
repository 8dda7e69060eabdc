"""Pages of registers: what an area has on record, one register as a list, one row, tables in and out."""
