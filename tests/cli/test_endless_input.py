"""Templates and source roots of a stranger's vault end with a message that names their bound."""

from __future__ import annotations

import pytest

from vaultkit.config import Bounds, Config
from vaultkit.errors import UsageError
from vaultkit.render.scaffold import bounded, render
from vaultkit.source.index import SourceIndex


@pytest.mark.parametrize("text", [
    "{{ 'x' * 3000000000 }}", "{{ [0] * 3000000000 }}", "{{ 9 ** (9 ** 9) }}", "{{ 'x'.center(3000000000) }}",
    "{{ '{:>3000000000}'.format(1) }}", "{{ '%3000000000d' % 1 }}", "{{ '%3000000000d'|format(1) }}",
    "{{ 'x'|center(3000000000) }}", "{% for i in range(10 ** 12) %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% set n = namespace(x='xx') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% for i in range(99999) %}{{ 'x' * 1000 }}{% endfor %}",
])
def test_a_template_is_bounded(tmp_path, monkeypatch, text):
    monkeypatch.setattr(bounded, "SECONDS", 0.2)
    (tmp_path / "algorithm.md.j2").write_text(text + "\n", "utf-8")
    with pytest.raises(UsageError, match=r"algorithm\.md\.j2:1: the template can't be filled"):
        render("algorithm.md", tmp_path, title="T")


def test_a_value_that_grows_is_stopped_before_the_time_is_over(tmp_path):
    text = "{% set n = namespace(x='xx') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}\n{% endfor %}"
    (tmp_path / "algorithm.md.j2").write_text(text, "utf-8")
    with pytest.raises(UsageError, match="1,000,000 characters"):
        render("algorithm.md", tmp_path, title="T")


def test_a_source_root_is_bounded(tmp_path):
    for number in range(30):
        (tmp_path / f"m{number}.py").write_text("x = 1\n", "utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "vault").mkdir()
    config = Config(vault=tmp_path / "vault", roots=(tmp_path,), bounds=Bounds(source_files=10))
    with pytest.raises(UsageError, match=r"bounds\.source_files"), SourceIndex.open(config) as index:
        index.refresh()
