"""Texts come in as versions; a question gets the clause of its day, published answers, or nobody's guess."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongzhi.kernel.record.models import Entry
from gongzhi.modules.advice import selectors
from gongzhi.modules.advice.models import LawArticle, LawVersion
from gongzhi.modules.advice.services import Brought

from .texts import laid

pytestmark = pytest.mark.django_db
QUESTION = "养狗要几天内登记"


def page(client: Client, **asked: str) -> str:
    return client.get(reverse("advice:ask"), asked).content.decode()


def test_an_import_names_what_it_took_what_it_assumed_and_what_it_left(texts: Brought) -> None:
    assert (texts.new, texts.changed, texts.same, texts.articles) == (3, 0, 0, 5)
    assert texts.assumed == ["某市晾晒办法(2020-01-01)"]
    assert [name for name, _why in texts.refused] == ["说明.txt"]
    assert Entry.objects.filter(kind="advice.imported").count() == 3


def test_a_second_import_changes_nothing_and_a_corrected_first_day_is_taken(
    texts: Brought, tmp_path: Path
) -> None:
    told, folder = StringIO(), str(laid(tmp_path))
    call_command("import_laws", folder, "--json", stdout=told)
    assert json.loads(told.getvalue())["same"] == 3
    call_command("import_laws", folder, "--since=某市晾晒办法(2020-01-01)=2020-03-01", stdout=told)
    version = LawVersion.objects.get(title="某市晾晒办法")
    assert (version.since, version.assumed) == (date(2020, 3, 1), False)
    assert LawArticle.objects.filter(version=version).count() == 1
    with pytest.raises(CommandError, match="没有这些文件"):
        call_command("import_laws", folder, "--since=别的条例(2020-01-01)=2020-03-01")


def test_a_question_gets_the_clause_that_is_in_force_with_its_sentence_marked(
    texts: Brought, client: Client
) -> None:
    shown = page(client, q=QUESTION, on="2026-05-01")
    assert "<mark>饲养犬只的，应当自取得犬只之日起三十日内登记。</mark>犬只应当免疫。" in shown
    assert "六十日" not in shown
    assert "自 2026-01-01 起施行" in shown


def test_a_day_in_the_past_is_answered_by_the_version_of_that_day(texts: Brought, client: Client) -> None:
    assert "六十日内登记" in page(client, q=QUESTION, on="2025-12-31")
    assert "我不知道" in page(client, q=QUESTION, on="2018-04-30")
    assert f'value="{timezone.localdate()}"' in page(client, on="gestern")


def test_what_is_not_known_is_said_and_a_person_is_offered_with_the_text_kept(
    texts: Brought, client: Client
) -> None:
    question = "红烧肉怎么做才好吃"
    shown = page(client, q=question)
    assert "我不知道" in shown
    onward = f"{reverse(selectors.intake())}?body={quote(question)}"
    assert onward in shown
    assert f"body={quote(question)}" in client.get(onward).content.decode()  # while the place is chosen


def test_a_text_is_read_whole_with_its_other_versions(texts: Brought, client: Client) -> None:
    old = LawVersion.objects.get(adopted=date(2018, 3, 1))
    shown = client.get(reverse("advice:law", args=[old.pk])).content.decode()
    assert "2026-01-01 起由新的文本代替" in shown
    assert "2025-10-01" in shown
    assert "第二条" in shown
    assert "某市晾晒办法" in client.get(reverse("advice:laws")).content.decode()
    assert (
        client.get(reverse("advice:law", args=["0" * 8 + "-0000-0000-0000-" + "0" * 12])).status_code == 404
    )


def test_a_question_costs_the_same_few_queries_however_many_texts(
    texts: Brought, django_assert_max_num_queries: object
) -> None:
    selectors.advice(QUESTION, on=date(2026, 5, 1))  # reads the texts into memory
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert selectors.advice(QUESTION, on=date(2026, 5, 1)).clauses
