"""Reasons why something is a candidate, in words: which terms matched and where, what meaning and the graph say."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.suggest.corpus import Corpus, Query
from vaultkit.suggest.types import Lang, OpenConcept, Ranked

_WHERE: dict[str, dict[Lang, str]] = {
    "name": {"ru": "в имени", "en": "in its name"},
    "parents": {"ru": "в имени класса", "en": "in the name of its class"},
    "doc": {"ru": "в описании", "en": "in its docstring"},
    "comments": {"ru": "в комментариях", "en": "in comments"},
    "path": {"ru": "в пути", "en": "in its path"},
    "body": {"ru": "в теле", "en": "in its body"},
    "around": {"ru": "в описании класса или файла", "en": "in what its class or file says"},
    "calls": {"ru": "в описании того, что она вызывает", "en": "in what it calls says"},
    "title": {"ru": "в названии", "en": "in its title"},
    "heading": {"ru": "в заголовках", "en": "in its headings"},
    "text": {"ru": "в тексте заметки", "en": "in its text"},
}
_SAID: dict[str, dict[Lang, str]] = {
    "mentioned": {"ru": "назван в заметке", "en": "named in the note"},
    "meaning": {"ru": "близко по смыслу", "en": "close in meaning"},
    "near": {"ru": "в одном файле с кодом «{title}»", "en": "in one file with the code of “{title}”"},
    "claimed": {"ru": "уже относится к «{title}»", "en": "already belongs to “{title}”"},
    "stub": {"ru": "пока заглушка", "en": "a stub so far"},
    "stage": {"ru": "заметка этого этапа без концепта", "en": "a note of this stage without a concept"},
    "locked": {"ru": "пакет из {file}", "en": "a package of {file}"},
    "package": {"ru": "название пакета: {terms}", "en": "the package's name: {terms}"},
    "little": {"ru": "общих слов почти нет", "en": "hardly a word in common"},
}
_MOST_TERMS = 4
_CLOSE = 0.8


def reason_text(key: str, lang: Lang, **values: str) -> str:
    """One reason by its key."""
    return _SAID[key][lang].format(**values)


def candidate_reasons(corpus: Corpus, wanted: OpenConcept, query: Query, ranked: Ranked, lang: Lang,
            owner: str | None) -> tuple[str, ...]:
    """The reasons of one candidate, the strongest first; ``owner`` is the title of the concept that has it already."""
    document = corpus.documents[ranked.number]
    said = []
    if document.id in wanted.mentioned:
        said.append(reason_text("mentioned", lang))
    seen: set[str] = set()
    for field, terms in _matches(corpus, query, ranked.number):
        new = [term for term in terms if term not in seen][:_MOST_TERMS]
        seen.update(new)
        if new:
            said.append(f"{_WHERE[field][lang]}: {', '.join(new)}")
    if ranked.meaning is not None and ranked.meaning >= _CLOSE:
        said.append(reason_text("meaning", lang))
    if document.path in wanted.near and document.type == "symbol":
        said.append(reason_text("near", lang, title=wanted.near[document.path]))
    if document.type == "note" and document.stage is not None and ranked.claimed is None:
        said.append(reason_text("stage", lang))
    if document.small:
        said.append(reason_text("stub", lang))
    if owner is not None:
        said.append(reason_text("claimed", lang, title=owner))
    return tuple(said) or (reason_text("little", lang),)


def _matches(corpus: Corpus, query: Query, number: int) -> list[tuple[str, Sequence[str]]]:
    """(field, the words of the concept that stand in it, heaviest first), in the order of ``_WHERE``."""
    found: list[tuple[str, Sequence[str]]] = []
    fields = corpus.counted[number]
    for field in _WHERE:
        terms = fields.get(field)
        if not terms:
            continue
        worth: dict[str, float] = {}
        for asked, alike in query.items():
            held = [term for term in alike if term in terms]
            if held:
                best = max(held, key=lambda term: alike[term])
                spelled = corpus.terms.spelled
                shown = spelled.get(asked, asked)
                if best != asked:
                    shown = f"{shown} ~ {spelled.get(best, best)}"
                worth[shown] = max(alike[term] * corpus.index.idf(term) for term in held)
        heavy = max(worth.values(), default=0.0)
        kept = sorted((term for term in worth if worth[term] > 0.15 * heavy), key=lambda term: (-worth[term], term))
        if kept:
            found.append((field, kept))
    return found
