"""docs/rules.md is what the rules say of themselves."""

from __future__ import annotations

from pathlib import Path

from vaultkit.check.registry import BUILT_IN, built_in
from vaultkit.render.rules_page import rules_page


def test_the_page_is_made_of_the_rules(root: Path) -> None:
    assert (root / "docs" / "rules.md").read_text("utf-8") == rules_page(built_in())


def test_every_rule_is_registered_under_its_id_and_has_a_text() -> None:
    rules = built_in()
    assert tuple(rule.id for rule in rules) == BUILT_IN
    assert all(rule.doc.endswith(".") and all(rule.mend) for rule in rules)


def test_every_rule_has_a_file_and_every_file_a_rule() -> None:
    import vaultkit.check.rules

    [folder] = vaultkit.check.rules.__path__
    files = {path.stem.replace("_", "-") for path in Path(folder).glob("*.py")} - {"--init--"}
    assert files == set(BUILT_IN)
