"""Print the path of belenios-tool; install Debian's when it is not there and may be.

Nothing is printed where neither is possible: the tests with the independent verifier are skipped then, and say so.
"""

import shutil
import sys

from debian import install

NAME = "belenios-tool"


def main() -> None:
    if not shutil.which(NAME):
        try:
            install(NAME)
        except SystemExit as refusal:
            print(refusal, file=sys.stderr)
    print(shutil.which(NAME) or "")


if __name__ == "__main__":
    main()
