import pytest
from memory_loop import Generator, MemoryLoop, Scene, ToyGenerator


def test_reply_recalls_the_most_alike_scene():
    loop = MemoryLoop(ToyGenerator())
    loop.run([Scene("поставил Docker", 0), Scene("ел кашу", 1)])
    assert loop.step(Scene("снова Docker", 2)).endswith("вспомнил: поставил Docker")


def test_pinned_lines_survive_and_long_rewrites_are_refused():
    loop = MemoryLoop(ToyGenerator(), pinned=("Отвечаю по-русски.",), max_lines=3)
    result = loop.run(Scene(f"день {i}", float(i)) for i in range(5))
    assert result.self_text.splitlines() == ["Отвечаю по-русски.", "день 0", "день 1"]
    assert result.rejected == 3


def test_a_generator_must_be_filled_in():
    with pytest.raises(TypeError):
        Generator()


def test_pins_must_leave_room():
    with pytest.raises(ValueError, match="room"):
        MemoryLoop(ToyGenerator(), pinned=("а", "б"), max_lines=2)
