"""Words of Russian and Latin letters that sound alike: роутер and router, квантование and quantize, obrabotka and
обработка.

Cyrillic letters become Latin ones by GOST 7.79-2000, system B, without its diacritics (the letters of BGN/PCGN 1947
differ in vowels and soft signs only, which do not count below). Then both sides lose the endings that only make a noun
or a verb of a stem, spellings of one sound become one, and what is compared are the consonants; short words are
compared with their vowels, since three consonants say little.
"""

from __future__ import annotations

from functools import lru_cache

from vaultkit.text.lazy_pattern import lazy_pattern

_GOST = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "j",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "x", "ц": "cz", "ч": "ch", "ш": "sh", "щ": "shh", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}
_TABLE = str.maketrans(_GOST)
_CYRILLIC = lazy_pattern("[а-яё]")
# Endings that make another word of the same stem, longest first; what is left must still be a word.
_RUSSIAN_ENDINGS = ("ировани", "ирован", "изирова", "изаци", "изац", "изатор", "ованн", "овани", "ован", "ировк",
                    "атор", "аци", "ирова", "иру", "ни", "ер", "ор", "инг", "ирова", "изм", "изир", "к")
_LATIN_ENDINGS = ("irovani", "ovani", "irovan", "ovan", "izaci", "aci", "ization", "isation", "izator", "izing",
                  "ation", "izer", "ator", "ating", "iser", "ize", "iz", "ise", "ate", "ing", "at", "er", "or", "ed",
                  "ion", "ka", "ki", "a")
_SOUNDS = tuple((lazy_pattern(pattern), sound) for pattern, sound in (
    (r"shh|sch", "s"), (r"tch|cz|ts|tz|zh|sh|ch", "s"), (r"ck|kh", "k"), (r"ph", "f"), (r"th", "t"),
    (r"qu", "kv"), (r"q", "k"), (r"w", "v"), (r"x", "ks"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"z", "s"),
    (r"j|y|h", ""), (r"(.)\1+", r"\1"),
))
_VOWELS = lazy_pattern("[aeiou]+")
_DOUBLE = lazy_pattern(r"(.)\1+")
_SHORTEST = 3


@lru_cache(maxsize=200_000)
def sound(token: str) -> str | None:
    """Return the sound that two words of different scripts have in common when they are one word; None for what is too
    short to tell. ``token`` is a word or stem in lower case, of one script."""
    russian = bool(_CYRILLIC.search(token))
    if not token.isalpha() or (not russian and not token.isascii()):
        return None
    word = _without(token, _RUSSIAN_ENDINGS if russian else _LATIN_ENDINGS)
    if russian:
        # The sound of х is h in names and k in words from Greek; GOST's x is neither.
        word = word.translate(_TABLE).replace("x", "h")
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    bones = _DOUBLE.sub(r"\1", _VOWELS.sub("", word))
    if len(bones) > _SHORTEST:
        return bones
    spoken = word.replace("e", "a").replace("u", "o").rstrip("aio")
    return f"{spoken}." if len(bones) > 1 else None


@lru_cache(maxsize=200_000)
def letters(word: str) -> str | None:
    """Return the consonants that a name and its spelling in the other script have in common, and where vowels part them
    (docker and докер, python and питон), no ending taken off; with few consonants the vowels count themselves. None for
    what is too short to tell. ``word`` is in lower case."""
    russian = bool(_CYRILLIC.search(word))
    if not word.isalpha() or (not russian and not word.isascii()):
        return None
    spelled = (word.translate(_TABLE).replace("x", "h") if russian else word).replace("y", "i")
    for pattern, plain in _SOUNDS:
        spelled = pattern.sub(plain, spelled)
    count = len(_VOWELS.sub("", spelled))
    if count >= _SHORTEST:
        return _VOWELS.sub("a", spelled).rstrip("a")
    return spelled.replace("e", "a").replace("u", "o").rstrip("aio") + "." if count > 1 else None


def is_short(token: str) -> bool:
    """Return whether so little of a word is compared that another one may sound like it by chance."""
    heard = sound(token)
    return heard is not None and heard.endswith(".") and len(_VOWELS.sub("", heard)) < _SHORTEST + 1


def is_russian(token: str) -> bool:
    """Return whether a word is written in Cyrillic letters."""
    return bool(_CYRILLIC.search(token))


def gost_latin(text: str) -> str:
    """Russian words in Latin letters, as GOST 7.79-2000 B has them without signs."""
    return text.casefold().translate(_TABLE)


def _without(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[:-len(ending)]
    return word
