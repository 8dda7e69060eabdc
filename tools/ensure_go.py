"""Print the path of Go when it and golang.org/x/mod are there; install Debian's when they are not and may be.

Nothing is printed where neither is possible: the test with Go's own checker is skipped then, and says so.
"""

import shutil
import sys
from pathlib import Path

from debian import install

SUMDB = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog")


def find() -> str | None:
    return shutil.which("go") if SUMDB.exists() else None


def main() -> None:
    if not find():
        try:
            install("golang-go", "golang-golang-x-mod-dev")
        except SystemExit as refusal:
            print(refusal, file=sys.stderr)
    print(find() or "")


if __name__ == "__main__":
    main()
