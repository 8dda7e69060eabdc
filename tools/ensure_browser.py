"""Print the path of Chromium; install Debian's, with a Chinese font for the pictures, when there is none."""

import shutil
import subprocess
import sys

from debian import install

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def writes_chinese() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=True).stdout)


def main() -> None:
    if not find():
        install("chromium", "fontconfig", "fonts-noto-cjk")
    elif not writes_chinese():
        install("fontconfig", "fonts-noto-cjk")
    print(find() or sys.exit("Chromium was installed and is still not on the PATH"))


if __name__ == "__main__":
    main()
