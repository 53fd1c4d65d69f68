"""Fingerprints of bodies: what stays of a text when layout, comments and the symbol's own name are taken away.

The text arrives in pieces that the walker has already freed of comments and docstrings, with string literals shielded.
Everything here runs at C speed over whole pieces; no token is visited in Python. Control characters, which source files
do not hold, stand for what was replaced.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

from vaultkit.source.languages.spec import Grammar
from vaultkit.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from tree_sitter import Node


KEPT_COMMA, OWN, ENCLOSING, DEDENT, CLOSED, LINE = b",\x02", b"\x03", b"\x04", b"\x05", b"\x06", b"\x0f"
BODY, JOINED = b"\x1f", b"\x07"
_QUOTES = {1: b"\x14", 3: b"\x14\x14\x14"}
_PREFIX = lazy_pattern(rb"([a-zA-Z]{1,3})([\"'])")
_SIMPLE = lazy_pattern(rb"""(["'])([^\\"']+)\1""")
_SHIELD = bytes.maketrans(b" \n\t,;\r", b"\x10\x11\x12\x13\x16\x17")
_GAP = lazy_pattern(rb" (?:(?![\w\x80-\xff])|(?<![\w\x80-\xff] ))")
_TRAILING_COMMA = lazy_pattern(rb",(?=[)\]}])")
_CLOSING = lazy_pattern(rb"(?: ?,)? ?\x06 ?")
_ARROW = lazy_pattern(rb"\( ?([\w$]+) ?,? ?\) ?=>")
_ESCAPE = lazy_pattern(rb"(\\[xuU])([0-9a-fA-F]+)")
_HEX = lazy_pattern(rb"\b0[xX][0-9a-fA-F_]+\b")
_GROUPED = lazy_pattern(rb"(?<![\w.])[1-9]\d*(?:_\d+)+\b")
_LITERAL = lazy_pattern(rb"""([a-zA-Z]{0,3})(\"\"\"|\'\'\'|"|')((?:[^\\"']|\\.|(?!\2)["'])*+)\2|#[^\n]*""", re.S)
_PYTHON_ESCAPE = lazy_pattern(
    rb"\\(\r?\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)", re.S
)
_SHORT = {b"n": b"\\n", b"t": b"\\t", b"r": b"\\r", b"a": b"\\x07", b"b": b"\\x08", b"f": b"\\x0c", b"v": b"\\x0b",
          b"\\": b"\\\\", b"'": b"'", b'"': b'"'}
_NAMED = {10: b"\\n", 9: b"\\t", 13: b"\\r", 92: b"\\\\"}
_WORDS = lazy_pattern(rb"[\w.*]+")
_CHILD = lazy_pattern(rb"\x1c[^\x1e]*\x1e")


def shield(literal: bytes, quotes: bytes) -> bytes:
    """A string literal whose inside no later step touches. ``quotes``: the quote characters whose choice is style."""
    if not quotes:
        return literal.translate(_SHIELD)
    if (simple := _SIMPLE.fullmatch(literal)) is not None:
        return b"\x14" + simple[2].translate(_SHIELD) + b"\x14"
    mark, prefix = literal[:1], b""
    if mark not in (b'"', b"'"):
        found = _PREFIX.match(literal)
        if found is None:
            return literal.translate(_SHIELD)
        prefix, mark = found[1], found[2]
    start = len(prefix)
    width = 3 if literal[start : start + 3] == mark * 3 and len(literal) >= start + 6 else 1
    if literal[-width:] != mark * width or len(literal) < start + 2 * width:
        return literal.translate(_SHIELD)
    inside = literal[start + width : len(literal) - width].translate(_SHIELD)
    if b"\\" in inside and b"r" not in prefix and b"R" not in prefix:
        inside = inside.replace(b"\\'", b"'").replace(b'\\"', b'"')
        if b"\\x" in inside or b"\\u" in inside or b"\\U" in inside:
            inside = _ESCAPE.sub(lambda match: match[1] + match[2].lower(), inside)
    if prefix:
        prefix = bytes(sorted(prefix.lower().replace(b"u", b"")))
    return prefix + _QUOTES[width] + inside + _QUOTES[width]


def evaluated(literal: bytes) -> bytes | None:
    """A string literal of Python, cut up or not, by its value; None for one with parts to be filled in."""
    parts: list[bytes] = []
    kind = b""
    for match in _LITERAL.finditer(literal):
        prefix, inside = (match[1] or b"").lower(), match[3]
        if match[2] is None:
            continue
        if b"f" in prefix or b"t" in prefix:
            return None
        kind = b"b" if b"b" in prefix else b""
        if b"\\" in inside:
            inside = inside.replace(b"\\", b"\\\\") if b"r" in prefix else _PYTHON_ESCAPE.sub(_unescaped, inside)
        parts.append(inside.replace(b"\r\n", b"\n"))
    value = b"".join(parts).replace(b"\n", b"\\n").replace(b"\t", b"\\t")
    return kind + b"\x14" + value.translate(_SHIELD) + b"\x14" if parts else None


def _unescaped(match: re.Match[bytes]) -> bytes:
    """One escape sequence (Python reference, 2.4.1.1) in one spelling: as the character where that can be shown."""
    code = match[1]
    if code in (b"\n", b"\r\n"):
        return b""
    if code in _SHORT:
        return _SHORT[code]
    digits = code[1:] if code[:1] in b"xuU" else code
    try:
        number = int(digits, 16 if code[:1] in b"xuU" else 8)
        shown = chr(number).encode()
    except (ValueError, OverflowError, UnicodeEncodeError):
        # No escape at all (the backslash stays), a named character, or half of a pair.
        return b"\\\\" + code
    return shown if number >= 32 and number not in (92, 127) else _NAMED.get(number, b"\\x%02x" % number)


def python_string(literal: bytes, quotes: bytes) -> bytes:
    """``shield`` of a string of Python: what its value is, not how it is written."""
    if (simple := _SIMPLE.fullmatch(literal)) is not None and b"\n" not in literal:
        return b"\x14" + simple[2].translate(_SHIELD) + b"\x14"
    return evaluated(literal) or shield(literal, quotes)


def number(literal: bytes) -> bytes:
    """A floating-point literal in one spelling: ``1.``, ``.5`` and ``1E+5`` as ``1.0``, ``0.5`` and ``100000.0``."""
    unit = b"j" if literal[-1:] in (b"j", b"J") else b""
    try:
        return repr(float(literal[:-1] if unit else literal)).encode() + unit
    except ValueError:
        return literal


def child(name: str, digest: bytes) -> bytes:
    """Return what stands in a definition's text for a definition inside it."""
    return b"\x1c" + name.encode() + b"\x1d" + digest.hex().encode() + b"\x1e"


def without_children(text: bytes) -> bytes:
    """The text without the stand-ins for inner definitions."""
    return _CHILD.sub(b"", text)


def imports(statement: bytes) -> bytes:
    """An import statement with its names in order, for sorting is formatting."""
    words = _WORDS.findall(statement)
    return b" ".join(words[:1] + sorted(words[1:]))


def normalise(text: bytes, grammar: Grammar) -> bytes:
    """The text without layout. Equal results mean the same code but for formatting."""
    if b"\\\n" in text or b"\\\r\n" in text:
        text = text.replace(b"\\\r\n", b" ").replace(b"\\\n", b" ")
    if grammar.lines:
        return LINE.join(line for line in (b" ".join(row.split()) for row in text.split(b"\n")) if line)
    if grammar.drop and grammar.drop in text:
        text = text.replace(grammar.drop, b" ")
    text = b" ".join(text.split())
    if CLOSED in text:
        text = _CLOSING.sub(b" ", text)
    if b"=>" in text:
        text = _ARROW.sub(rb" \1=>", text)
    text = _GAP.sub(b"", text)
    text = _TRAILING_COMMA.sub(b"", text)
    if JOINED in text:
        text = text.replace(b'"' + JOINED, b"").replace(JOINED, b'"')
    if KEPT_COMMA in text:
        text = text.replace(KEPT_COMMA, b",")
    if b"0x" in text or b"0X" in text:
        text = _HEX.sub(lambda match: match[0].lower().replace(b"_", b""), text)
    if b"_0" in text:
        text = _GROUPED.sub(lambda match: match[0].replace(b"_", b""), text)
    return text


def _is_word(byte: int) -> bool:
    return byte == 95 or byte > 127 or chr(byte).isalnum()


def rename(text: bytes, name: str, mark: bytes) -> bytes:
    """The text with every whole word ``name`` replaced, so that a renaming changes nothing."""
    word = name.encode()
    if not word or word not in text:
        return text
    parts, start, at = [], 0, text.find(word)
    while at >= 0:
        end = at + len(word)
        if (at == 0 or not _is_word(text[at - 1])) and (end == len(text) or not _is_word(text[end])):
            parts.append(text[start:at])
            start = end
        at = text.find(word, end)
    parts.append(text[start:])
    return mark.join(parts)


def fingerprint(*parts: bytes) -> bytes:
    """blake2b with 128 bits over the parts."""
    return blake2b(b"\x00".join(parts), digest_size=16).digest()


_LAMBDA, _CONDITION, _OR, _AND, _NOT, _COMPARISON, _UNARY, _POWER, _AWAIT, _PRIMARY = 1, 2, 3, 4, 5, 6, 13, 14, 15, 16
_BINARY = {"|": 7, "^": 8, "&": 9, "<<": 10, ">>": 10, "+": 11, "-": 11, "*": 12, "/": 12, "//": 12, "%": 12, "@": 12,
           "**": _POWER}
_OWN = {
    "lambda": _LAMBDA, "conditional_expression": _CONDITION, "not_operator": _NOT, "comparison_operator": _COMPARISON,
    "unary_operator": _UNARY, "await": _AWAIT,
    # These always keep their parentheses in the places that are looked at here.
    "named_expression": -1, "yield": -1, "generator_expression": _PRIMARY, "parenthesized_expression": _PRIMARY,
    "concatenated_string": _PRIMARY - 1,
}
# Where any expression may stand.
_ANYWHERE = {
    "argument_list", "keyword_argument", "list", "tuple", "set", "pair", "expression_list", "subscript", "slice",
    "return_statement", "assignment", "augmented_assignment", "expression_statement", "if_statement", "elif_clause",
    "while_statement", "assert_statement", "raise_statement", "default_parameter", "typed_default_parameter",
    "list_comprehension", "set_comprehension", "generator_expression", "dictionary_comprehension", "lambda", "yield",
    "named_expression",
}


def is_redundant(node: Node) -> bool:
    """Return whether a ``parenthesized_expression`` means the same without its parentheses."""
    parent = node.parent
    inner = next((child for child in node.named_children if child.type != "comment"), None)
    if parent is None or inner is None:
        return False
    if inner.type == "parenthesized_expression":
        return True
    own, kind = _precedence(inner), parent.type
    if kind == "subscript" and parent.child_by_field_name("value") == node:
        return own >= _PRIMARY
    if kind in _ANYWHERE:
        return own >= _LAMBDA and inner.type != "generator_expression"
    if kind == "binary_operator":
        return _fits_operator(node, own, parent)
    if kind == "boolean_operator":
        return own > _precedence(parent) or (own == _precedence(parent) and _is_left(node, parent))
    if kind in ("not_operator", "unary_operator"):
        return own >= _OWN[kind]
    if kind == "comparison_operator":
        return own > _COMPARISON
    if kind == "conditional_expression":
        return own > _CONDITION or (own >= _LAMBDA and parent.named_children[-1] == node)
    if kind in ("for_in_clause", "if_clause", "for_statement"):
        return own > _CONDITION
    if kind in ("attribute", "call", "await"):
        return own >= _PRIMARY and inner.type not in ("integer", "float", "generator_expression")
    return kind == "parenthesized_expression"


def _precedence(node: Node) -> int:
    kind = node.type
    if kind in ("binary_operator", "boolean_operator"):
        operator = node.child_by_field_name("operator")
        sign = operator.type if operator is not None else ""
        return _BINARY.get(sign, _AND if sign == "and" else _OR)
    return _OWN.get(kind, _PRIMARY)


def _fits_operator(node: Node, own: int, parent: Node) -> bool:
    strength = _precedence(parent)
    if strength == _POWER:
        return own > _POWER if _is_left(node, parent) else own >= _UNARY
    return own > strength or (own == strength and _is_left(node, parent))


def _is_left(node: Node, parent: Node) -> bool:
    return bool(parent.child_by_field_name("left") == node)
