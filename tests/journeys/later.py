"""Serve the site at another day: `python -m tests.journeys.later --at 2030-01-31T09:00+08:00 --port 8000`.

The terms of the law are days, and nobody may end them early: a journey through them stops the server and starts it
again at a later day, on the same GONGZHI_HOME. What the worker would do by then is done first, and meanwhile.
"""

import argparse
import threading
import time
from datetime import datetime, timedelta
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from zoneinfo import ZoneInfo

import time_machine


def morning(days: int) -> datetime:
    """Answer nine o'clock of the day so many days from today: what is called for ten is not called for tomorrow."""
    day = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=days)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Errors are logged by the site."""


def serve(port: int) -> None:
    # Read after the travel, so that nothing of it has looked at the clock before.
    from django.core.management import call_command

    from gongzhi.config.wsgi import application

    def work() -> None:
        while True:
            call_command("worker", once=True)
            time.sleep(0.2)

    call_command("worker", once=True)
    threading.Thread(target=work, daemon=True).start()
    make_server("127.0.0.1", port, application, Server, Quiet).serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--at", type=datetime.fromisoformat, required=True)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    with time_machine.travel(given.at, tick=True):
        serve(given.port)
