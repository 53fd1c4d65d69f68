from io import BytesIO

import pytest
from gguf_header import Header, TensorInfo, default_alignment, read_header, write_header

SAMPLE = Header(
    metadata={"general.architecture": "llama", "llama.block_count": 32, "general.name": "проба",
              "tokenizer.ggml.tokens": ["<s>", "мир"], "flag": True, "scale": 0.5},
    tensors=(TensorInfo("token_embd.weight", (4096, 128256), 2, 0), TensorInfo("output_norm.weight", (4096,), 0, 64)),
)


def test_what_was_written_is_read_back():
    data = write_header(SAMPLE)
    back = read_header(BytesIO(data))
    assert (back.metadata, back.tensors, back.version) == (SAMPLE.metadata, SAMPLE.tensors, 3)


def test_tensor_data_start_on_the_alignment():
    data = write_header(SAMPLE)
    assert len(data) % default_alignment() == 0
    assert read_header(BytesIO(data)).data_start == len(data)


def test_alignment_of_the_file_beats_the_default():
    data = write_header(Header({"general.alignment": 64}))
    assert len(data) % 64 == 0
    assert read_header(BytesIO(data)).data_start == 64


@pytest.mark.parametrize("data, message", [
    (b"GGML" + bytes(20), "not a GGUF"),
    (b"GGUF\x01\x00\x00\x00" + bytes(16), "version 1"),
    (b"GGUF\x03\x00\x00\x00", "ends inside"),
    (b"GGUF\x03\x00\x00\x00" + b"\xff" * 16, "corrupt"),
])
def test_a_damaged_header_is_told(data, message):
    with pytest.raises(ValueError, match=message):
        read_header(BytesIO(data))
