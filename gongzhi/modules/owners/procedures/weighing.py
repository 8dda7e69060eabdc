"""When the sum of a secret vote by area would tell how single owners voted."""

SPREAD = 1024


def betrays(voters: int, area: int) -> bool:
    """Would a sum of areas point at few groups of voters? `area` is the whole, in 0.01 m².

    `voters` make 2^n groups, and their sums lie among `area` + 1 numbers. Where there are not even 1024 groups for
    each sum, whoever knows the published areas can often find out which flats make up the sum.
    """
    return 1 << voters <= SPREAD * area
