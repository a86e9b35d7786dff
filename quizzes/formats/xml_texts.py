"""Texts of one Moodle XML question to plain text, their embedded pictures kept. Pure."""

from urllib.parse import unquote

from quizzes.formats import html_text, images
from quizzes.formats.model import Content
from quizzes.formats.tidying import text
from quizzes.formats.xml_stream import Node

_PLUGIN_FILE = "@@PLUGINFILE@@/"
_DATA = "data:image/"


class Texts:
    """Reads texts in their own format (html, plain_text, markdown, moodle_auto_format); answers inherit the stem's."""

    def __init__(self, question: Node) -> None:
        self.box = images.Box()
        stem = question.child("questiontext")
        self.format = stem.attributes.get("format", "html") if stem else "html"
        self.size = 0

    def of(self, node: Node | None) -> str:
        """Return the plain text of an element that holds <text> and <file>, "" when there is none."""
        if node is None:
            return ""
        return self.plain(self.raw(node), node)

    def raw(self, node: Node) -> str:
        """Return the text of an element as it stands in the file."""
        inner = node.child("text")
        source = (inner or node).own_text
        self.size += len(source)
        return source

    def plain(self, source: str, node: Node) -> str:
        """Return a text of `node`, whose <file> children are the pictures it may show."""
        names = self._files(node)
        chosen = node.attributes.get("format", self.format)
        if chosen in ("html", "moodle_auto_format"):
            source = self._html(source, names, keep_lines=chosen == "moodle_auto_format")
        return text(source)

    def _html(self, source: str, names: dict[str, str | None], *, keep_lines: bool) -> str:
        if keep_lines and not html_text.looks_like_html(source):
            return source

        def picture(src: str, alt: str) -> str:
            return self._picture(src, alt, names)

        return html_text.to_text(source, picture, keep_lines=keep_lines)

    def _files(self, node: Node) -> dict[str, str | None]:
        names: dict[str, str | None] = {}
        for file in node.all("file"):
            name = file.attributes.get("name", "")
            if file.attributes.get("encoding", "base64") == "base64":
                names[name] = self.box.add_base64(name, file.own_text)
        return names

    def _picture(self, src: str, alt: str, names: dict[str, str | None]) -> str:
        name: str | None
        if src.startswith(_PLUGIN_FILE):
            asked = unquote(src.removeprefix(_PLUGIN_FILE).split("?", 1)[0])
            name = names.get(asked, names.get(asked.rsplit("/", 1)[-1]))
            if name is None and asked not in names:
                self._complain(f"ไม่พบภาพ {asked[:60]!r} ในไฟล์ ใส่ภาพเองอีกครั้ง")
        elif src.startswith(_DATA):
            name = self.box.add_base64(f"picture-{len(self.box.images) + 1}", src.partition(",")[2])
        else:
            name = None
            self._complain("มีภาพที่ลิงก์มาจากเว็บอื่น ไม่ได้นำเข้า ใส่ภาพเองอีกครั้ง")
        return images.marker(name, alt) if name else f"[ภาพที่หายไป{': ' + alt[:100] if alt else ''}]"

    def _complain(self, sentence_th: str) -> None:
        if sentence_th not in self.box.complaints and len(self.box.complaints) < images.MAX_IMAGES:
            self.box.complaints.append(sentence_th)

    def attach_old_picture(self, question: Node, content: Content) -> None:
        """Moodle 1.9 puts one picture beside the text: <image> and <image_base64>."""
        encoded = question.value("image_base64")
        if encoded and (name := self.box.add_base64(question.value("image", "picture"), encoded)):
            content["stem"] = f"{content['stem']}\n{images.marker(name)}"
