"""Answers that any module published are found by who asks the like, with or without texts of laws."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.registry.declaration import Answered, registry
from gongzhi.modules.advice import selectors

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 1)


def test_every_module_that_publishes_answers_gives_them() -> None:
    assert [module.slug for module in registry if module.answers is not None] == ["cases"]


def test_a_published_answer_is_found_with_the_sentence_that_speaks_to_the_question() -> None:
    answers = (
        Answered("路灯不亮", "维修人员已更换灯泡。路灯由城市管理局维护。", "/a/", ON),
        Answered("垃圾桶满溢", "已增加清运。每天清运两次。", "/b/", ON),
    )
    (hit,) = selectors.finder_of(answers).asked("路灯坏了谁来维护")
    assert (answers[hit.key].href, hit.sentence) == ("/a/", "路灯由城市管理局维护。")


def test_without_any_text_the_page_says_so(client: Client) -> None:
    assert "还没有导入法律法规" in client.get(reverse("advice:ask")).content.decode()
    assert "还没有导入法律法规" in client.get(reverse("advice:laws")).content.decode()
