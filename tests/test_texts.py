"""Whatever a person reads can be translated: Chinese stands in the source only where gettext finds it."""

import ast
import re
from collections.abc import Iterator

from tests.house import files, name, templates
from tools.catalogue import CHINESE, KEYWORDS

# In a template: what may hold Chinese, because it is translated or not shown.
SPOKEN = re.compile(
    r"\{%\s*(blocktranslate|comment)\b.*?\{%\s*end\1\s*%\}|\{#.*?#\}|<!--.*?-->"
    r"""|\{%\s*translate\s.*?%\}|_\(("|').*?\2\)""",
    re.S,
)
# In code: a text with a place for a value, or one that ends like a sentence.
SENTENCE = re.compile(r"\{[a-z_]+\}|[。？！]$")
# Words of the command line, generated data, tests: read by whoever runs or writes them.
UNSPOKEN = {"tests", "management", "factories.py", "demo.py", "demo"}


def test_every_word_of_a_template_can_be_translated() -> None:
    wrong = [
        f"{name(path)}: {line.strip()}"
        for path in templates()
        for line in SPOKEN.sub("", path.read_text("utf-8")).splitlines()
        if CHINESE.search(line)
    ]
    assert wrong == []


def test_every_sentence_in_code_can_be_translated() -> None:
    wrong = [
        f"{name(path)}:{node.lineno} {node.value}"
        for path in files(".py")
        if not UNSPOKEN & set(path.parts)
        for node in untranslated(ast.parse(path.read_text("utf-8")))
        if CHINESE.search(node.value) and SENTENCE.search(node.value)
    ]
    assert wrong == []


def untranslated(node: ast.AST) -> Iterator[ast.Constant]:
    """Answer the texts below `node` that are neither docstrings nor given to gettext."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in KEYWORDS:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from untranslated(child)


def test_the_rule_for_code_tells_good_from_bad_lines() -> None:
    lines = (
        '"""文。"""\n_("好。")\nf(gettext_lazy("{n}好"))\nx = "坏。"\ny = f"{n}坏。"\nz = "{n}坏"\nt = "镇$"'
    )
    bad = [node.value for node in untranslated(ast.parse(lines)) if SENTENCE.search(node.value)]
    assert bad == ["坏。", "坏。", "{n}坏"]


def test_the_rule_for_templates_tells_good_from_bad_lines() -> None:
    good = '{# 好 #}{% translate "好" %}{% blocktranslate with a=b %}好{{ a }}{% endblocktranslate %}{{ x|default:_("好") }}'
    assert not CHINESE.search(SPOKEN.sub("", good))
    assert CHINESE.findall(SPOKEN.sub("", good + '<h1>坏</h1>{% include "x" with title="坏" %}')) == [
        "坏",
        "坏",
    ]
