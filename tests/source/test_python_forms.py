"""Python definitions of every form, and what of them is a stub."""

from __future__ import annotations

import pytest

from vaultkit.model import Symbol
from vaultkit.source.parse import parse_source

SOURCE = b'''
from abc import ABC, abstractmethod
from typing import Protocol, overload
import json as j

LIMIT: int = 3
first, second = 1, 2

def works(): return 1
def passes(): pass
def dots(): ...
def documented():
    """Says what it would do."""
def raises(): raise NotImplementedError("later")
def returns(): return
def returns_none(): return None
def constant(): return 0
async def waits(): pass

class Plain:
    def method(self): return self
    def todo(self):
        # TODO: write it
        pass
    class Inner:
        def deep(self): return 1

class Hollow:
    def a(self): pass
    def b(self): ...

class Empty: pass
class Error(Exception): pass

class Base(ABC):
    @abstractmethod
    def must(self): ...
    def can(self): return 1

class Shape(Protocol):
    def draw(self) -> None: ...

@overload
def twice(x: int) -> int: ...
@overload
def twice(x: str) -> str: ...
def twice(x): return x

if LIMIT:
    def conditional(): return 1
try:
    import fast
except ImportError:
    fast = None
'''


def definitions(source: bytes) -> dict[str, Symbol]:
    """By name; of overloads the one with a body."""
    return {symbol.name: symbol for symbol in parse_source("python", source, "a.py").symbols}


def test_qualified_names_of_every_form_are_found():
    names = set(definitions(SOURCE))
    assert {"LIMIT", "works", "waits", "Plain", "Plain.method", "Plain.Inner.deep", "conditional"} <= names
    assert "method" not in names


@pytest.mark.parametrize("name", ["passes", "dots", "documented", "raises", "returns", "waits",
                                  "Plain.todo", "Hollow", "Hollow.a", "Empty"])
def test_what_does_nothing_is_a_stub(name: str):
    assert definitions(SOURCE)[name].stub


@pytest.mark.parametrize("name", ["works", "constant", "Plain", "Error", "Base", "Base.must", "Shape", "Shape.draw",
                                  "twice", "LIMIT"])
def test_what_works_or_has_no_body_on_purpose_is_none(name: str):
    assert definitions(SOURCE)[name].stub is None


@pytest.mark.parametrize(("source", "stub"), [
    (b"", True), (b'"""Later."""\n', True), (b"pass\n", True), (b"def f(): pass\n", True), (b"x = 1\n", False),
    (b"def f(): pass\ndef g(): return 1\n", False), (b"print('runs')\n", False)])
def test_a_module_is_a_stub_when_nothing_in_it_works(source: bytes, stub: bool):
    assert bool(parse_source("python", source, "a.py").symbols[0].stub) is stub
