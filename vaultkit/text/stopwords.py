"""Words that ask and join and say nothing of what is asked: left out of a question that has others.

In a large vault their document frequency tells it too; in a small one chance makes them rare.
"""

from __future__ import annotations

from functools import cache

from vaultkit.text.tokens import Stemmer, fold_word

_ENGLISH = """a about all also am an and any are as at be been being but by can could did do does doing for from had has
have how i if in into is it its me my no nor not of on or our should so some than that the their them then there these
they this those to up us was we were what when where which while who whom whose why will with would you your"""
_RUSSIAN = """а без бы был была были было быть в вам вас весь во вот все всё всего вы где да даже для до его ее её если
есть еще ещё же за здесь и из или им их к как какая какие каким каких какого какое какой какую ко когда кого которая
которого которое которой которую которые который которых кто куда ли лишь либо между меня мне мной мои мой моя мы на
над нам нас наш не него нее неё нет ни них но ну о об однако он она они оно от откуда по под потому почему при про раз
с сам свой себе себя со так такая такие такое такой там те тем то того тоже той только том тот ту ты у уже чего чем
чему через что чтобы чья чьи чей эта эти этих это этого этой этом этот эту я зачем сколько"""


@cache
def stop_words() -> frozenset[str]:
    """The words, folded as ``fold_word`` does."""
    return frozenset(map(fold_word, (_ENGLISH + " " + _RUSSIAN).split()))


def content_words(question: str, stemmer: Stemmer) -> list[tuple[str, tuple[str, ...]]]:
    """The words of ``question`` with their tokens, those left out that say nothing; all of them where no other is."""
    words = [(word, tokens) for word, tokens in stemmer.words(question) if tokens]
    stops = stop_words()
    return [item for item in words if fold_word(item[0]) not in stops] or words
