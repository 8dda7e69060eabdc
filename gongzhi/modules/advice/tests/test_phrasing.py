"""A model may put a clause in other words: against a real server that speaks the OpenAI interface."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gongzhi.modules.advice.models import LawArticle
from gongzhi.modules.advice.services import Brought, phrase

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


class Model(ThreadingHTTPServer):
    """Answers every call with `says`, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.says: Any = {"choices": [{"message": {"content": "养了狗，三十日内要去登记。"}}]}
        self.status = 200
        self.asked: list[tuple[str, str, dict[str, Any]]] = []


class Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, self.headers.get("Authorization", ""), json.loads(body)))
        said = json.dumps(self.server.says).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def model(settings: Any) -> Iterator[Model]:
    cache.clear()
    with Model() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.MODEL_URL = f"http://127.0.0.1:{server.server_address[1]}/v1"
        settings.MODEL, settings.MODEL_KEY = "small", "secret"
        yield server
        server.shutdown()
        thread.join()


def article() -> LawArticle:
    return LawArticle.objects.get(body__contains="三十日")


def plainly(client: Client) -> str:
    address = reverse("advice:plainly", args=[article().pk])
    return client.post(address, {"q": f"我叫张三，电话{PHONE}，养狗要登记吗"}).content.decode()


def test_a_clause_in_other_words_stands_beside_the_clause_and_is_marked(
    texts: Brought, model: Model, client: Client
) -> None:
    shown = plainly(client)
    assert "饲养犬只的，应当自取得犬只之日起三十日内登记。" in shown
    assert "养了狗，三十日内要去登记。" in shown
    assert "机器改写" in shown
    assert "由语言模型 small 改写" in shown


def test_only_the_clause_is_sent_never_what_somebody_asked(
    texts: Brought, model: Model, client: Client
) -> None:
    plainly(client)
    ((path, key, asked),) = model.asked
    assert (path, key, asked["model"]) == ("/v1/chat/completions", "Bearer secret", "small")
    assert [one["role"] for one in asked["messages"]] == ["system", "user"]
    assert asked["messages"][1]["content"] == f"《某市养犬条例》第一条：{article().body}"
    assert PHONE not in json.dumps(asked)


def test_a_clause_is_sent_once_however_many_ask(texts: Brought, model: Model, client: Client) -> None:
    plainly(client)
    plainly(client)
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    "said",
    [
        "养了狗，十五日内要去登记。",
        "养了狗，三十日内要登记，不然罚500元。",
        "按第九条，三十日内登记。",
        "",
        None,
        ["三十日"],
    ],
)
def test_what_the_clause_does_not_say_is_not_shown(texts: Brought, model: Model, said: Any) -> None:
    model.says = {"choices": [{"message": {"content": said}}]}
    assert phrase(article=article()) is None


@pytest.mark.parametrize(("status", "says"), [(500, {}), (302, {}), (200, {"error": "no"}), (200, ["x"])])
def test_a_model_that_fails_leaves_the_clause_alone(
    texts: Brought, model: Model, client: Client, status: int, says: Any
) -> None:
    model.status, model.says = status, says
    shown = plainly(client)
    assert "机器没有给出可用的说法，请看条文。" in shown
    assert "三十日内登记" in shown


def test_without_a_model_nothing_is_offered_and_nothing_asked(texts: Brought, client: Client) -> None:
    shown = client.get(reverse("advice:ask"), {"q": "养狗登记", "on": "2026-05-01"}).content.decode()
    assert "三十日内登记" in shown
    assert "换成好懂的话" not in shown
    assert phrase(article=article()) is None


def test_with_a_model_each_clause_offers_it(texts: Brought, model: Model, client: Client) -> None:
    shown = client.get(reverse("advice:ask"), {"q": "养狗登记", "on": "2026-05-01"}).content.decode()
    assert "换成好懂的话" in shown
    assert model.asked == []
