"""The English texts for whoever builds what a vault asks for: orders, and what proves them done; by key. Data only."""

from __future__ import annotations

AGENTS: dict[str, str] = {
    "work.order_code": "Build the idea of `idea.gap`. Read `idea.texts` (pseudocode first, then algorithm and scheme) "
                       "and `decisions`. Write the code at `place`, with the comment `place.trace` directly above its "
                       "definition, in the habits of the code around it, and a test. Then call verify with "
                       "`idea.gap.concept`, and mend what it says in `lacks` until it has nothing more to say.",
    "work.order_mend": "Mend the code of the idea of `idea.gap`: what its note names is missing, empty, moved or "
                       "changed, as `idea.gap.evidence` says. Read `idea.texts` and `decisions`, write at `place`, and "
                       "test it. Then call verify with `idea.gap.concept` until `lacks` is empty.",
    "work.order_probable": "Look at `idea.gap.probable` first: if the code is there already, it only has to be linked.",
    "work.order_noteless": "This idea has no note yet: `vaultkit discover --write NAME` makes one, which code can then "
                           "name.",
    "work.order_note": "The idea of `idea.gap` is not thought through to code yet. Its next stage is: {stage}. That is "
                       "the person's to think; offer a draft in the note of `place` only when you are asked to.",
    "work.order_nothing": "Nothing is left to be built of the idea of `idea.gap`.",
    "work.nothing": "Nothing is left to be built: no open idea can go on to code.",
    "work.done_code": "The definition at `place` does what the pseudocode and the algorithm in `idea.texts` say; it is "
                      "no stub.",
    "work.done_trace": "The comment `place.trace` stands above the definition, or the note names it in `code:`.",
    "work.done_test": "A test of it passes; where `place.test` names a file, it stands there.",
    "work.done_note": "The note holds the stage, and verify does not ask for it any more: {stage}.",
    "work.done_verify": "verify says the state covered or skipped, and `lacks` is empty.",
    "work.place_named": "the idea's note or the code itself names this place",
    "work.place_habits": "nothing of it is there yet: this is where the source root keeps such code",
    "work.place_note": "the stage is written in a note",
    "work.place_done": "nothing is missing",
    "work.place_unknown": "no place can be told ({why})",
    "work.lacks_chat_only": "its code stands in a chat only: write it into a source file",
    "work.lacks_unjudged": "there is no source tree to judge by: set [source] roots in vaultkit.toml",
}
