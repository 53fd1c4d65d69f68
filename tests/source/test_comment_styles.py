"""Trace comments in every language that has comments: found where a comment is, not where a string only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaultkit.config import Config
from vaultkit.source.index import SourceIndex

T = "vault: [[A]]"
NO = "vault: [[No]]"
CASES = [
    ("a.ml", f'let s = "(* {NO} *)"\n(* x (* y *) {T} *)\nlet c = \'"\'\n', 1),
    ("a.hs", f'{{- a {{- b -}} {T} -}}\nx = "-- {NO}"\ny = a --> b\nf\' = 1 -- {T}\n', 2),
    ("a.f90", f"! {T}\nprint *, '! {NO}'\nx = 1 ! {T}\n", 2),
    ("a.f", f"C {T}\n* {T}\n      X = 1\n      PRINT *, '! {NO}'\n", 2),
    ("a.m", f"% {T}\nx = a' % {T}\ny = '% {NO}';\n%{{\n {T}\n%}}\n", 3),
    ("b.m", f"#import <x.h>\n// {T}\nint y = 5 % 2;\nchar *s = \"// {NO}\";\n", 1),
    ("a.tex", f"% {T}\n\\% {NO}\n", 1),
    ("a.vhd", f"-- {T}\nx <= \"-- {NO}\";\n", 1),
    ("a.v", f"// {T}\nmodule m; /* {T} */ endmodule\n", 2),
    ("b.v", f"Require Import X.\n(* {T} *)\nDefinition s := \"(* {NO} *)\".\n", 1),
    ("a.bat", f"@echo off\nREM {T}\n:: {T}\necho # {NO}\n# {NO}\n", 2),
    ("a.S", f"# {T}\n/* {T} */\nmov r0, #1 @ {T}\n; {T}\n", 4),
    ("a.clj", f'; {T}\n(def s "; {NO}")\n#| {T} |#\n', 2),
    ("a.lisp", f';;; {T}\n(print "; {NO}")\n#| #| x |# {T} |#\n', 2),
    ("a.hy", f"; {T}\n", 1),
    ("a.jl", f'# {T}\n#= x #= y =# {T} =#\ns = "# {NO}"\n"""\n{T}\n"""\nf() = 1\n', 3),
    ("a.R", f"x <- 1# {T}\ns <- '# {NO}'\n", 1),
    ("a.ex", f'# {T}\ns = "# {NO}"\n@doc """\n{T}\n"""\nx = "#{{y}}"\n', 2),
    ("a.lua", f'-- {T}\n--[[ {T} ]]\n--[==[\n{T}\n]==]\ns = "-- {NO}"\n', 3),
    ("a.swift", f'// {T}\n/* a /* b */ {T} */\nlet s = "// {NO}"\nlet u = """\n// {NO}\n"""\n', 2),
    ("a.kt", f'/** {T} */\nval u = "http://x // {NO}"\n', 1),
    ("a.zig", f'/// {T}\nconst s = "// {NO}";\n', 1),
    ("a.dart", f"// {T}\n", 1), ("a.scala", f"/* {T} */\n", 1), ("a.groovy", f"// {T}\nx = '// {NO}'\n", 1),
    ("a.pl", f"use strict;\n# {T}\n=pod\n\n{T}\n\n=cut\nprint '# {NO}';\n", 2),
    ("b.pl", f":- module(x, []).\n% {T}\n/* {T} */\n", 2),
    ("a.php", f"<?php // {T}\n# {T}\n/* {T} */\n$s = '# {NO}';\n", 3),
    ("a.rb", f"# {T}\n=begin\n{T}\n=end\ns = '# {NO}'\n", 2),
    ("a.fsx", f"// {T}\n(* {T} *)\n", 2), ("a.cs", f'/// {T}\nvar s = "// {NO}";\n', 1),
    ("a.nim", f"# {T}\n#[ {T} ]#\n", 2), ("a.cr", f"# {T}\n", 1), ("a.d", f"/+ /+ x +/ {T} +/\n// {T}\n", 2),
    ("a.erl", f"% {T}\n", 1), ("a.adb", f'-- {T}\nS : String := "-- {NO}";\n', 1),
    ("a.pas", f"{{ {T} }}\n(* {T} *)\n// {T}\ns := '{{ {NO} }}';\n", 3),
    ("a.cob", f"000100* {T}\n       X. *> {T}\n", 2), ("a.vb", f"' {T}\nREM {T}\ns = \"' {NO}\"\n", 2),
    ("a.ps1", f"<#\n{T}\n#>\n# {T}\n", 2), ("a.sql", f"-- {T}\nSELECT '-- {NO}';\n", 1),
    ("a.toml", f"# {T}\nx = '# {NO}'\n", 1), ("CMakeLists.txt", f"#[[ {T} ]]\n# {T}\n", 2),
    ("Makefile", f"# {T}\n", 1), ("main.tf", f"// {T}\n# {T}\n/* {T} */\n", 3), ("a.proto", f"// {T}\n", 1),
    ("a.graphql", f"# {T}\n", 1), ("a.vue", f"<!-- {T} -->\n<script>// {T}\n</script>\n", 2),
    ("a.scss", f"// {T}\n/* {T} */\na {{ b: url(http://x) }}\n", 2), ("a.fish", f"# {T}\n", 1), ("a.awk", f"# {T}\n", 1),
    ("a.nix", f"# {T}\n/* {T} */\ns = ''\n # {NO}\n'';\n", 2), ("a.vim", f'" {T}\nlet s = "{NO}"\n', 1),
    ("a.tcl", f"# {T}\n", 1), ("a.rkt", f"; {T}\n#| {T} |#\n", 2), ("a.el", f";; {T}\n", 1),
    ("a.lean", f"-- {T}\n/-- {T} -/\n", 2), ("a.agda", f"{{- {T} -}}\n", 1), ("a.idr", f"-- {T}\n", 1),
    ("a.sol", f"// {T}\n", 1), ("a.move", f"/* {T} */\n", 1), ("a.wgsl", f"// {T}\n", 1), ("a.hlsl", f"// {T}\n", 1),
    ("a.cu", f"// {T}\n", 1), ("a.cl", f"// {T}\n__kernel void f() {{}}\n", 1), ("b.cl", f"; {T}\n", 1),
    ("a.st", f'"{T}"\n', 1), ("a.fth", f"\\ {T}\n( {T} )\n", 2), ("a.wat", f";; {T}\n(; {T} ;)\n", 2),
    ("a.puml", f"' {T}\n", 1), ("a.j2", f"{{# {T} #}}\n", 1), ("a.elm", f"-- {T}\n", 1),
    ("tool", f"#!/usr/bin/env python3\n# {T}\ns = '# {NO}'\n", 1), ("run", f"#!/bin/bash -e\n# {T}\n", 1),
    ("gen", f"#!/usr/bin/env -S lua5.4\n-- {T}\n", 1), ("plot.cgi", f"#!/usr/bin/perl -w\n# {T}\n", 1),
    ("app", f"#!/usr/bin/env node\n// {T}\n", 1), ("lisp", f"#!/usr/bin/sbcl --script\n; {T}\n", 1),
]  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """File → the targets of its trace comments, all files in one root."""
    top = tmp_path_factory.mktemp("styles")
    for number, (name, text, _) in enumerate(CASES):
        (top / "code" / str(number)).mkdir(parents=True)
        (top / "code" / str(number) / name).write_text(text, "utf-8")
    (top / "vault").mkdir()
    with SourceIndex.open(Config(vault=top / "vault", roots=(top / "code",))) as index:
        index.refresh()
        targets: dict[str, list[str]] = {}
        for comment in index.comments():
            targets.setdefault(comment.file, []).append(comment.link.target)
        assert index.unknown() == {}
    return targets


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case[0] for case in CASES])
def test_traces_are_found_in_comments_alone(found: dict[str, list[str]], number: int) -> None:
    name, _, count = CASES[number]
    assert found.get(f"{number}/{name}", []) == ["A"] * count


def test_files_of_unknown_kind_are_counted_by_extension(tmp_path: Path) -> None:
    for name in ("a.xyz", "b.XYZ", "c.qqq", "LICENSE", "d.png", "e.md", "notes", "f.py"):
        (tmp_path / "code" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "code" / name).write_text("x = 1\n")
    (tmp_path / "vault").mkdir()
    with SourceIndex.open(Config(vault=tmp_path / "vault", roots=(tmp_path / "code",))) as index:
        index.refresh()
        assert index.unknown() == {".xyz": 2, ".qqq": 1}
        (tmp_path / "code" / "c.qqq").unlink()
        index.refresh()
        assert index.unknown() == {".xyz": 2}
