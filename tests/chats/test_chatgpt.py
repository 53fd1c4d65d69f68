"""What a ChatGPT export holds beside plain text: each kind of content is kept, and what nobody saw is left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from exported_chats import BEGUN, Bring, chatgpt, node, put

from vaultkit.markdown.parse import parse


def note(bring: Bring, chat_vault: Path, tmp_path: Path, *nodes: dict[str, Any], **more: Any) -> str:
    """The note of one conversation that is a chain of messages."""
    before, mapping = "root", {"root": {"id": "root", "message": None, "parent": None, "children": []}}
    for each in nodes:
        mapping[each["id"]] = each | {"parent": before}
        before = each["id"]
    done = bring(put(tmp_path / "conversations.json", [{
        "title": "T", "create_time": BEGUN, "update_time": BEGUN, "mapping": mapping, "current_node": before,
        "conversation_id": "c", **more}]))
    return (chat_vault / done.chats[0].path).read_text("utf-8") if done.chats else ""


QUESTION = node("q", "root", "user", "вопрос", BEGUN)


def answer(content: Any, **message: Any) -> dict[str, Any]:
    return node("a", "q", "assistant", content, BEGUN + 60, **message)


@pytest.mark.parametrize(("content", "message", "kept"), [
    pytest.param({"content_type": "code", "language": "python", "text": "print(1)"}, {"recipient": "python"},
                 "> > ```python\n> > print(1)\n> > ```", id="code for the interpreter"),
    pytest.param({"content_type": "execution_output", "text": "```\n3.14"}, {"author": {"role": "tool", "name": "python"}},
                 "> > [!tool-call]- python\n> > ````\n> > ```\n> > 3.14\n> > ````", id="its output, fences and all"),
    pytest.param({"content_type": "code", "text": '{"name": "plan", "type": "document", "content": "# План\\n\\nкопать"}'},
                 {"recipient": "canmore.create_textdoc"}, "> > [!document]- plan\n> > # План\n> >\n> > копать", id="canvas"),
    pytest.param('{"updates": [{"pattern": ".*", "replacement": "сеять"}]}', {"recipient": "canmore.update_textdoc"},
                 "> > [!document]- canvas\n> > сеять", id="canvas, changed"),
    pytest.param({"content_type": "thoughts", "thoughts": [{"summary": "Считаю", "content": "2+2"}]}, {},
                 "> > [!thinking]- Считаю\n> > 2+2", id="thoughts"),
    pytest.param({"content_type": "multimodal_text", "parts": [
        {"content_type": "audio_transcription", "text": "сказано вслух", "direction": "out"},
        {"content_type": "real_time_user_audio_video_asset_pointer"}]}, {}, "\n> сказано вслух", id="voice"),
    pytest.param({"content_type": "multimodal_text", "parts": [
        {"content_type": "image_asset_pointer", "asset_pointer": "sediment://file_1"}]}, {"author": {"role": "tool"}},
                 "[!attachment] file_1", id="a drawn picture"),
    pytest.param("Ответ\ue200cite\ue202turn0search0\ue201. \ue200entity\ue202[\"city\",\"Пермь\"]\ue201", {
        "metadata": {"content_references": [{"matched_text": "x", "items": [{"title": "[A]", "url": "https://a.org/x"}]}]}},
                 "> Ответ. Пермь\n>\n> > [!sources]- Ссылки в ответе\n> > - [\\[A\\]](<https://a.org/x>)", id="citations"),
    pytest.param("да", {"metadata": {"citations": [{"metadata": {"title": "B", "url": "javascript:alert(1)"}}]}}, "> да\n",
                 id="a link that is none"),
])  # fmt: skip
def test_each_kind_of_content_is_kept_in_the_turn_of_the_assistant(
        bring: Bring, chat_vault: Path, tmp_path: Path, content: Any, message: dict[str, Any], kept: str) -> None:
    text = note(bring, chat_vault, tmp_path, QUESTION, answer(content, **message))
    assert kept in text and "javascript" not in text and "\ue200" not in text
    assert [turn.role for turn in parse(text).turns] == ["user", "assistant"]


def test_what_a_person_attached_is_named(bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    content = {"content_type": "multimodal_text", "parts": [
        {"content_type": "image_asset_pointer", "asset_pointer": "sediment://file_1"}, "что это?"]}
    text = note(bring, chat_vault, tmp_path, node("q", "root", "user", content, BEGUN, metadata={
        "attachments": [{"id": "file_1", "name": "грядка.jpg"}]}), answer("Салат."))
    assert "> что это?\n>\n> > [!attachment] грядка.jpg\n" in text and "file_1" not in text


@pytest.mark.parametrize("message", [
    {"weight": 0}, {"metadata": {"is_visually_hidden_from_conversation": True}}, {"author": {"role": "system"}},
    {"content": {"content_type": "user_editable_context", "user_profile": "тайна"}}, {"content": None}, {"author": None},
])  # fmt: skip
def test_what_nobody_saw_is_no_message(bring: Bring, chat_vault: Path, tmp_path: Path, message: dict[str, Any]) -> None:
    hidden = node("h", "q", "assistant", "тайна", BEGUN, **message)
    text = note(bring, chat_vault, tmp_path, QUESTION, hidden, answer("явно"))
    assert "тайна" not in text and [turn.uid for turn in parse(text).turns] == ["q", "a"]


@pytest.mark.parametrize("time", [None, "x", -1, 1e300, 10**400, True, [], {}])
def test_a_time_that_is_none_is_left_out(bring: Bring, chat_vault: Path, tmp_path: Path, time: Any) -> None:
    text = note(bring, chat_vault, tmp_path, node("q", "root", "user", "вопрос", time), answer("ответ"), create_time=time)
    assert [turn.time for turn in parse(text).turns] == [None, "2025-06-30T12:11"]


def test_edited_questions_and_answers_made_again_stand_below_a_heading_and_are_no_turns(
        bring: Bring, chat_vault: Path, tmp_path: Path) -> None:
    conversation = chatgpt("c", "Ветви", "вопрос", "ответ")
    conversation["mapping"]["old"] = node("old", "c-0", "assistant", "> [!user] **User**\n> прежний", BEGUN)
    conversation["mapping"]["old2"] = node("old2", "old", "user", "дальше", BEGUN)
    text = (chat_vault / bring(put(tmp_path / "c.json", [conversation])).chats[0].path).read_text("utf-8")
    assert [turn.uid for turn in parse(text).turns] == ["c-0", "c-1"]
    chat, _, beside = text.partition("\n## Другие ветви\n")
    assert "прежний" not in chat and "прежний" in beside and "дальше" in beside


@pytest.mark.parametrize("broken", [
    {"mapping": {"a": None, "b": 3, "c": {"message": {"author": {"role": "user"}, "content": {"parts": [None, 4, {}]}}}}},
    {"mapping": {"a": {"parent": "a", "message": {"author": {"role": "user"}, "content": {"parts": ["x"]}}}}},
    {"mapping": {"a": {"parent": "b", "message": {"author": {"role": "user"}, "content": {"parts": ["x"]}}}, "b": {"parent": "a"}}},
    {"mapping": {"a": {"parent": ["l"], "children": 4}}, "current_node": {}}, {"mapping": {}, "title": 4, "id": 4},
])  # fmt: skip
def test_values_of_another_type_and_circles_break_nothing(bring: Bring, tmp_path: Path, broken: Any) -> None:
    done = bring(put(tmp_path / "c.json", [broken, chatgpt("ok", "Хорошая", "да", "нет")]))
    assert done.chats[-1].title == "Хорошая"


@pytest.mark.parametrize("names", [
    ["conversations.json"], ["conversations-000.json", "conversations-001.json"], ["Export/conversations.json"],
])  # fmt: skip
def test_a_folder_of_an_unpacked_export_is_read_whatever_its_parts_are_called(
        bring: Bring, tmp_path: Path, names: list[str]) -> None:
    for number, name in enumerate(names):
        put(tmp_path / "e" / name, [chatgpt(f"c{number}", f"Часть {number}", "да", "нет")])
    put(tmp_path / "e" / "user.json", {"id": "u"})
    put(tmp_path / "e" / "shared_conversations.json", [{"id": "x", "conversation_id": "y", "title": "z"}])
    assert [chat.title for chat in bring(tmp_path / "e").chats] == [f"Часть {number}" for number in range(len(names))]
