"""Reads and writes what stands before the tensor data of a GGUF file, version 3, little-endian.

Layout: magic, version, tensor count, pair count; key-value pairs; tensor infos; padding to the alignment.
Source: docs/gguf.md of the ggml repository.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

MAGIC = b"GGUF"
VERSION = 3
SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
UINT32, FLOAT32, BOOL, STRING, ARRAY, INT64 = 4, 6, 7, 8, 9, 11
# A corrupt length must not make the reader ask for terabytes.
MAX_COUNT = 1_000_000

Value = bool | int | float | str | list["Value"]


@dataclass(frozen=True)
class TensorInfo:
    """One tensor: ``offset`` counts from the start of the tensor data, not of the file."""

    name: str
    shape: tuple[int, ...]
    ggml_type: int
    offset: int


@dataclass(frozen=True)
class Header:
    metadata: dict[str, Value] = field(default_factory=dict)
    tensors: tuple[TensorInfo, ...] = ()
    version: int = VERSION
    data_start: int = 0


def default_alignment() -> int:
    """Alignment of tensor data where ``general.alignment`` is absent; the specification fixes it."""
    return 32


def padding(position: int, alignment: int) -> int:
    """Zero bytes that bring ``position`` up to the next multiple of ``alignment``."""
    return -position % alignment


def read_header(stream: BinaryIO) -> Header:
    """Read up to the tensor data. Raises ValueError for anything that is no GGUF of version 2 or 3."""
    if _take(stream, 4) != MAGIC:
        raise ValueError("not a GGUF file: the first four bytes are not 'GGUF'")
    version = int(_scalar(stream, "<I"))
    if version not in (2, 3):
        raise ValueError(f"GGUF version {version} is not supported")
    tensor_count, pair_count = _count(stream), _count(stream)
    metadata: dict[str, Value] = {}
    for _ in range(pair_count):
        key = _string(stream)
        metadata[key] = _value(stream, int(_scalar(stream, "<I")))
    tensors = tuple(_tensor(stream) for _ in range(tensor_count))
    alignment = metadata.get("general.alignment", default_alignment())
    if not isinstance(alignment, int) or alignment <= 0 or alignment % 8:
        raise ValueError(f"alignment {alignment!r} is no positive multiple of 8")
    end = stream.tell()
    return Header(metadata, tensors, version, end + padding(end, alignment))


def write_header(header: Header) -> bytes:
    """The bytes before the tensor data, padding included. Numbers become INT64, FLOAT32 or BOOL."""
    out = BytesIO()
    out.write(MAGIC + struct.pack("<IQQ", header.version, len(header.tensors), len(header.metadata)))
    for key, value in header.metadata.items():
        kind = UINT32 if key == "general.alignment" else _kind(value)
        out.write(_pack_string(key) + struct.pack("<I", kind) + _pack(value, kind))
    for tensor in header.tensors:
        dims = len(tensor.shape)
        out.write(_pack_string(tensor.name) + struct.pack("<I", dims) + struct.pack(f"<{dims}Q", *tensor.shape))
        out.write(struct.pack("<IQ", tensor.ggml_type, tensor.offset))
    alignment = header.metadata.get("general.alignment", default_alignment())
    assert isinstance(alignment, int)
    out.write(bytes(padding(out.tell(), alignment)))
    return out.getvalue()


def _take(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise ValueError("the file ends inside the header")
    return data


def _scalar(stream: BinaryIO, form: str) -> bool | int | float:
    (value,) = struct.unpack(form, _take(stream, struct.calcsize(form)))
    return value  # type: ignore[no-any-return]


def _count(stream: BinaryIO) -> int:
    count = int(_scalar(stream, "<Q"))
    if count > MAX_COUNT:
        raise ValueError(f"count {count} is not plausible: the header is corrupt")
    return count


def _string(stream: BinaryIO) -> str:
    return _take(stream, _count(stream)).decode("utf-8")


def _value(stream: BinaryIO, kind: int) -> Value:
    if kind == STRING:
        return _string(stream)
    if kind == ARRAY:
        item = int(_scalar(stream, "<I"))
        return [_value(stream, item) for _ in range(_count(stream))]
    if kind not in SCALARS:
        raise ValueError(f"unknown metadata type {kind}")
    return _scalar(stream, SCALARS[kind])


def _tensor(stream: BinaryIO) -> TensorInfo:
    name = _string(stream)
    dims = int(_scalar(stream, "<I"))
    if dims > 4:
        raise ValueError(f"tensor {name!r} has {dims} dimensions, ggml allows 4")
    shape = tuple(int(_scalar(stream, "<Q")) for _ in range(dims))
    return TensorInfo(name, shape, int(_scalar(stream, "<I")), int(_scalar(stream, "<Q")))


def _kind(value: Value) -> int:
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, int):
        return INT64
    return {float: FLOAT32, str: STRING, list: ARRAY}[type(value)]


def _pack_string(text: str) -> bytes:
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def _pack(value: Value, kind: int) -> bytes:
    if kind == STRING:
        return _pack_string(str(value))
    if kind == ARRAY:
        assert isinstance(value, list)
        item = _kind(value[0]) if value else STRING
        return struct.pack("<IQ", item, len(value)) + b"".join(_pack(v, item) for v in value)
    return struct.pack(SCALARS[kind], value)
