"""Files that are evidence as a whole: which language they are by extension, name, first line or content.

Every language has a style of comments (``comments.STYLES``). Extensions of parsed languages are in ``languages``.
"""

from __future__ import annotations

import re
from fnmatch import translate
from typing import NamedTuple

from vaultkit.text.lazy_pattern import lazy_pattern


class Plain(NamedTuple):
    """Kind of a plain file, and the style of its comments."""

    language: str
    style: str


_TABLE = """
yaml hash .yaml .yml
toml hash .toml
json none .json .webmanifest
json c .jsonc .json5
ini ini .ini .cfg .conf .desktop .reg
env hash .env
properties hash .properties
make hash .mk .mak
cmake cmake .cmake
hcl c-hash .tf .hcl .tfvars .nomad
nix nix .nix
ruby ruby .rb .rake .gemspec .ru .podspec
crystal hash .cr
perl perl .pl .pm .t .pod
raku perl .raku .rakumod .p6 .pm6
r r .r
julia julia .jl
elixir elixir .ex .exs
powershell powershell .ps1 .psm1 .psd1
fish hash .fish
shell hash .csh .tcsh .nu .bats .command .ebuild .elv
awk hash .awk .sed .gp .gnuplot
nim nim .nim .nims .nimble
graphql hash .graphql .gql
cython hash .pyx .pxd .pxi
starlark hash .bzl .star .bazel
mojo hash .mojo .🔥
gdscript hash .gd
tcl tcl .tcl .tk .sdc .xdc
puppet hash .epp
rego hash .rego
sparql hash .rq .ttl
capnp hash .capnp
bitbake hash .bb .bbappend .bbclass
liquidsoap hash .liq
roc hash .roc
nickel hash .ncl
vyper hash .vy
coffeescript coffee .coffee .litcoffee .cson
csharp c .cs .csx
kotlin c-nested .kt .kts
swift c-nested .swift
scala c-nested .scala .sbt .sc
php c-hash .php .phtml .php5
dart c-nested .dart
groovy script .groovy .gradle .gvy
zig zig .zig .zon
d d .d .di
v c-nested .vsh
odin c-nested .odin
vala c .vala .vapi
haxe c .hx
gleam c .gleam
ballerina c .bal
reason c .re .rei .res .resi
pony c-nested .pony
chapel c-nested .chpl
carbon c .carbon
hack c-hash .hack .hh2
actionscript c .as
apex c .apex .trigger
proto c .proto
thrift c-hash .thrift
idl c .fbs .avdl .smithy .idl .webidl .aidl
css css .css .scss .less .sass .styl .pcss
objective-c c .mm
solidity c .sol
move c .move .cairo
metal c .metal
shader c .glsl .vert .frag .comp .tesc .tese .geom .rgen .wgsl .hlsl .hlsli .fx .fxh .shader .cg .cginc .usf .ush .slang
opencl c .clh .ispc
verilog c .vh .sv .svh
vhdl dash .vhd .vhdl
fortran fortran .f90 .f95 .f03 .f08 .f18
fortran fortran-fixed .f .for .ftn .f77 .fpp
fsharp fsharp .fs .fsx .fsi
ocaml ml .ml .mli .mll .mly .mlt
sml ml .sml .sig .fun
coq ml .coq
isabelle ml .thy
fstar fsharp .fst .fsti
dafny c .dfy
tla tla .tla
lean lean .lean
haskell haskell .hs .lhs .hsc .elm .purs .agda .idr .lidr .dhall .cabal .curry
lua lua .lua .luau .moon .rockspec
ada dash .adb .ads .ada .gpr
eiffel dash .e
sql sql .psql .pls .pks .pkb .ddl .dml .hql .plsql
cypher c .cypher .cql
kusto c .kql
applescript applescript .applescript
pascal pascal .pas .dpr .dpk .lpr .pp
lisp lisp .clj .cljs .cljc .edn .lisp .lsp .el .scm .ss .sld .sls .rkt .rktl .fnl .hy .asd .scrbl
janet hash .janet
llvm semicolon .ll
erlang erlang .erl .hrl .xrl .yrl .escript
prolog prolog .pro .prolog .plt
tex tex .tex .sty .ltx .dtx .bib
postscript percent .ps .mp
lilypond percent .ly .ily
cobol cobol .cob .cbl .cpy .cobol
basic basic .vb .vbs .bas .vba .frm .brs
batch batch .bat .cmd
assembly assembly .asm .s .nasm .inc
vim vim .vim
smalltalk smalltalk .st
forth forth .fth .4th .forth
abap abap .abap
stata stata .do .ado
sas sas .sas
wat wat .wat .wast
plantuml plantuml .puml .plantuml .pu
mermaid mermaid .mmd .mermaid
dot c-hash .dot .gv
apl apl .apl .dyalog
autohotkey autoit .ahk .au3
nsis c-hash .nsi .nsh
inno semicolon .iss
bicep c .bicep
cue c .cue
jsonnet c-hash .jsonnet .libsonnet
config c .kdl .ron .pkl .qml .slint .scad .dts .dtsi .asy .ld
html html .html .htm .xml .xhtml .xsl .xslt .xsd .wsdl .plist .csproj .fsproj .vbproj .props .targets .xaml .axaml
component component .vue .svelte .astro .marko .riot
template template .j2 .jinja .jinja2 .twig .liquid .hbs .handlebars .mustache .njk
template template .tmpl .tpl .erb .ejs .jsp .aspx .cshtml .razor .heex .eex
haml haml .haml .slim .pug .jade
systemd ini .service .timer .socket .mount .target .path .network
gguf none .gguf
"""
SUFFIXES = {
    suffix: Plain(row.split()[0], row.split()[1])
    for row in _TABLE.strip().splitlines()
    for suffix in row.split()[2:]
}
_NAMES = (
    ("dockerfile hash", "Dockerfile* *.Dockerfile *.dockerfile Containerfile* Earthfile"),
    ("modelfile hash", "Modelfile* *.Modelfile *.modelfile"),
    ("make hash", "Makefile* makefile GNUmakefile Kbuild Kconfig*"),
    ("cmake cmake", "CMakeLists.txt"),
    ("just hash", "[Jj]ustfile"),
    ("groovy script", "Jenkinsfile*"),
    ("ruby ruby", "Vagrantfile Rakefile Gemfile Guardfile Podfile Fastfile Brewfile Capfile Berksfile Dangerfile"),
    ("procfile hash", "Procfile*"),
    ("caddy hash", "Caddyfile"),
    ("env hash", ".env*"),
    ("bazel hash", "BUILD WORKSPACE *.bazel Tiltfile"),
    ("snakemake hash", "Snakefile"),
    ("scons hash", "SConstruct SConscript wscript"),
    ("meson hash", "meson.build meson_options.txt"),
    ("shell hash", "PKGBUILD .bashrc .bash_profile .zshrc .profile .envrc"),
    ("vim vim", ".vimrc vimrc"),
    ("requirements hash", "requirements*.txt"),
    ("go.mod c", "go.mod"),
)
_ROWS = [(pattern, Plain(*what.split())) for what, patterns in _NAMES for pattern in patterns.split()]
_NAME = lazy_pattern("|".join(f"({translate(pattern)})" for pattern, _ in _ROWS))
# The interpreter that a script's first line names → extension of its language, without versions: python3.12.
_INTERPRETERS = {
    **dict.fromkeys(("python", "pypy", "uv", "pythonw"), ".py"),
    **dict.fromkeys(("sh", "bash", "zsh", "ksh", "dash", "ash", "busybox"), ".sh"),
    **dict.fromkeys(("node", "nodejs", "bun"), ".js"),
    **dict.fromkeys(("deno", "ts-node", "tsx"), ".ts"),
    **dict.fromkeys(("awk", "gawk", "mawk", "sed", "gnuplot"), ".awk"),
    **dict.fromkeys(("clojure", "bb", "sbcl", "clisp", "guile", "racket", "scheme", "emacs", "hy", "csi"), ".lisp"),
    **dict.fromkeys(("tclsh", "wish", "expect"), ".tcl"),
    **dict.fromkeys(("ocaml", "ocamlrun"), ".ml"),
    **dict.fromkeys(("runhaskell", "runghc", "stack"), ".hs"),
    **dict.fromkeys(("csh", "tcsh", "nu", "bats", "elvish"), ".csh"),
    "perl": ".pl", "raku": ".raku", "ruby": ".rb", "php": ".php", "lua": ".lua", "luajit": ".lua", "julia": ".jl",
    "Rscript": ".r", "r": ".r", "elixir": ".exs", "escript": ".erl",
    "fish": ".fish", "pwsh": ".ps1", "groovy": ".groovy",
    "scala": ".scala", "kotlin": ".kts", "swift": ".swift", "dart": ".dart", "crystal": ".cr",
    "nim": ".nim", "make": ".mk",
    "swipl": ".pro", "octave": ".m", "go": ".go", "rust-script": ".rs", "cargo": ".rs",
    "java": ".java", "nix-shell": ".nix",
    "osascript": ".applescript", "dotnet": ".csx", "psql": ".sql", "sqlite3": ".sql",
    "janet": ".janet", "coffee": ".coffee",
}  # fmt: skip
_SHEBANG = lazy_pattern(rb"#![ \t]*(?:\S*/)?env(?:[ \t]+(?:-\S+|\w+=\S*))*[ \t]+(?:\S*/)?([\w.+-]+)"
                      rb"|#![ \t]*(?:\S*/)?([\w.+-]+)")
# Extensions of several languages → (language, style, what its text holds), the last for all other texts.
_BY_CONTENT = {
    ".m": (("objective-c", "c", r"^\s*(?:#import|#include|@(?:interface|implementation|protocol|class|end|import)\b)"),
           ("mathematica", "ml", r"\A\s*\(\*"), ("objective-c", "c", r"\A\s*(?://|/\*)"), ("matlab", "matlab", "")),
    ".v": (("coq", "ml", r"\A\s*\(\*|^\s*(?:Require|From\s+\w+|Theorem|Lemma|Definition|Inductive|Fixpoint|Proof)\b"),
           ("verilog", "c", "")),
    ".pl": (("perl", "perl", r"\A#!.*perl|^\s*(?:use|my|sub|package|our)\s"),
            ("prolog", "prolog", r"^\s*:-|^\w+\(.*\)\s*:-|^\w+\([^$@]*\)\.\s*$|\A\s*%"), ("perl", "perl", "")),
    ".t": (("perl", "perl", ""),),
    ".cl": (("lisp", "lisp", r"\A\s*(?:;|\(|#\|)"), ("opencl", "c", "")),
    ".pp": (("pascal", "pascal", r"(?i)^\s*(?:unit|program|library|uses|interface)\b.*;?\s*$"), ("puppet", "hash", "")),
    ".cls": (("tex", "tex", r"\\(?:ProvidesClass|NeedsTeXFormat|LoadClass)"),
             ("apex", "c", r"(?i)^\s*(?://|/\*|\*|public|private|global|@)"), ("basic", "basic", "")),
    ".r": (("rebol", "semicolon", r"\A\s*(?:REBOL|Red)\b"), ("r", "r", "")),
    ".inc": (("php", "c-hash", r"\A\s*<\?"), ("pascal", "pascal", r"\A\s*[{]"),
             ("bitbake", "hash", r"^[A-Z_]+ *[?:+]?= *\""),
             ("assembly", "assembly", "")),
    ".fs": (("shader", "c", r"^\s*#version|\bgl_FragColor\b|void\s+main\s*\("), ("forth", "forth", r"^: \S+ .*;\s*$"),
            ("fsharp", "fsharp", "")),
}  # fmt: skip
SHARED = frozenset(_BY_CONTENT)


def kind_by_name(name: str) -> Plain | None:
    """Return what a file of this name is, whatever its extension."""
    found = _NAME.match(name)
    return _ROWS[(found.lastindex or 1) - 1][1] if found is not None else None


def by_content(suffix: str, text: str) -> Plain | None:
    """Return what a file is whose extension several languages share; None for other extensions."""
    head = text[:20_000]
    for language, style, pattern in _BY_CONTENT.get(suffix, ()):
        if re.search(pattern, head, re.M):
            return Plain(language, style)
    return None


def suffix_of_script(first: bytes) -> str | None:
    """The extension of the language that a first line ``#!…`` names; None where it names none that is known."""
    found = _SHEBANG.match(first)
    if found is None:
        return None
    name = re.sub(r"[\d.]+$", "", (found[1] or found[2]).decode("ascii", "replace")).rstrip("-")
    return _INTERPRETERS.get(name)


# Files that never hold trace comments: prose, data, pictures, sound, archives, generated files.
_OTHER = frozenset("""
.md .markdown .mdx .txt .rst .adoc .org .csv .tsv .log .pdf .doc .docx .odt .xls .xlsx .ppt .pptx .rtf .epub
.png .jpg .jpeg .gif .svg .webp .ico .bmp .tif .tiff .avif .heic .psd .ai .eps .drawio .excalidraw .canvas .base
.mp3 .mp4 .wav .ogg .flac .m4a .webm .mov .avi .mkv .ttf .otf .woff .woff2 .eot
.zip .gz .bz2 .xz .zst .tar .tgz .7z .rar .jar .war .whl .egg .deb .rpm .dmg .iso .apk
.so .o .a .dll .dylib .exe .obj .lib .pyc .pyo .class .bin .dat .db .sqlite .sqlite3 .pkl .npy .npz .pt .pth .onnx
.safetensors .parquet .arrow .feather .h5 .hdf5 .lock .sum .map .snap .patch .diff .orig .bak .tmp .swp .pem .crt
.key .pub .po .pot .mo .srt .geojson .jsonl .ndjson .out .err .typed .tsbuildinfo .gitkeep .keep .sample .example .dist
""".split())


def is_other(suffix: str) -> bool:
    """Return whether files of this extension are known to hold no source."""
    return suffix in _OTHER
