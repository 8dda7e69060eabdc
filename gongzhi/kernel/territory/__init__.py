"""Where? Areas on five levels and grids with their history; estates, buildings and dwellings; boundaries."""
