import itertools
import json
import re
from html import unescape

import pytest

from blocks.canonical import mail_hash
from blocks.catalogue import CATALOGUE
from blocks.compile import SIZE_ERROR, Compiled, compile, room
from blocks.errors import CompileError
from blocks.merge import Slot
from blocks.resolution import flat
from blocks.schema import FieldType
from brand_kits.theme import MAIL_SAFE, Theme
from tests.blocks.sample import HOSTILE, THEME, URLS, VALUES, Reader, block, compiled, mail, part
from tests.blocks.test_sanitise import HIDDEN

TEXTS = [
    (kind.name, field)
    for kind in CATALOGUE.values()
    for field in kind.fields
    if field.type is not FieldType.PICTURE
]
HREF = re.compile(r"(https://[!-~]+|mailto:[!-~]+|tel:\+?[0-9()./-]+|#)")
READER = {"first_name": "Meike", **URLS}


def one(kind, **values):
    """A mail around one block of a kind."""
    if kind in ("envelope", "legal"):
        return [b if b["type"] != kind else block(kind, **values) for b in mail(block("text"))]
    return mail(block(kind, **values))


def read(blocks):
    made = compiled(blocks)
    return made, Reader(made.preview_html(READER))


@pytest.mark.capability("CO4")
@pytest.mark.parametrize(("kind", "field"), TEXTS, ids=lambda v: getattr(v, "name", v))
def test_hostile_text_in_any_field_is_harmless_in_html_and_text(kind, field):
    # A code that is no barcode has none: that is another shape, and no harm.
    around = {"bars": "no_bars"} if field.name == "code" else {}
    _made, plain = read(one(kind, **around, **{field.name: "Harmlos"}))
    for hostile in HOSTILE:
        made, seen = read(one(kind, **around, **{field.name: f"a {hostile} z"}))
        for link in seen.links:
            assert HREF.fullmatch(link), (hostile, link)
        assert seen.comments == plain.comments, hostile
        assert seen.strange == plain.strange, hostile
        if field.type is FieldType.RICH:
            rich = {("p", ("style",)), ("b", ()), ("br", ()), ("a", ("style", "href"))}
            assert set(seen.shape) - set(plain.shape) <= rich, hostile
        elif field.type is FieldType.LONG:
            assert [s for s in seen.shape if s != ("br", ())] == [
                s for s in plain.shape if s != ("br", ())
            ], hostile
        elif field.type is not FieldType.LINK:
            assert seen.shape == plain.shape, hostile
        html, text = made.preview_html(READER), made.preview_text(READER)
        headers = made.subject_line(READER) + str(made.from_name) + made.reply_to
        for said in (html.replace("\ufeff", ""), text, headers):
            assert not HIDDEN.search(said), hostile
        assert "\n" not in headers
        assert "\r" not in html + text + headers


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_partner_is_harmless_too(hostile):
    names = ("name", "legal_name", "city", "website", "phone", "email", "vat_id")
    partner = {f"partner.{name}": f"a {hostile} z" for name in names}
    plain = Reader(compiled(mail(), partner=dict.fromkeys(partner, "Kiel")).preview_html(READER))
    made = compiled(mail(), partner=partner)
    seen = Reader(made.preview_html(READER))
    kept = [shape for shape in plain.shape if "href" not in shape[1]]
    assert [s for s in seen.shape if "href" not in s[1]] == kept
    assert all(HREF.fullmatch(link) for link in seen.links)
    assert seen.comments == plain.comments
    assert not HIDDEN.search(made.preview_text(READER))
    assert made.reply_to == ""


def test_what_was_typed_is_what_is_read():
    typed = 'Öl & "Luft" <gratis> – 50 % {mit} \\ Rabatt ☎️'
    made, seen = read(mail(block("hero", headline=typed, text="")))
    assert typed in seen.text
    assert typed.upper() in made.preview_text()


# --- the frame


def test_the_frame_tells_language_title_preview_and_schemes():
    made = compiled(mail())
    html = made.preview_html(READER)
    seen = Reader(html)
    assert '<html lang="de"' in html
    assert "<title>Meike Winterräder warten</title>" in unescape(html)
    assert "Termin in zwei Minuten gebucht" in html.split("<body")[1]
    metas = {a.get("name"): a.get("content") for tag, a in seen.tags if tag == "meta"}
    assert metas["color-scheme"] == metas["supported-color-schemes"] == "light dark"
    assert "prefers-color-scheme:dark" in html
    labels = [a["aria-label"] for _tag, a in seen.tags if "aria-label" in a]
    assert labels == ["Meike Winterräder warten"]


def test_every_table_is_layout_and_says_so():
    _made, seen = read(mail())
    assert all(a.get("role") == "presentation" for tag, a in seen.tags if tag == "table")


def test_headings_go_down_one_rank_at_a_time():
    _made, seen = read(mail())
    ranks = [int(tag[1]) for tag, _a in seen.tags if re.fullmatch("h[1-6]", tag)]
    assert ranks[0] == 1
    assert all(lower <= upper + 1 for upper, lower in itertools.pairwise(ranks))
    _made, seen = read(mail(block("heading"), block("heading", size="small"), block("offer")))
    assert [tag for tag, _a in seen.tags if re.fullmatch("h[1-6]", tag)] == ["h1", "h2", "h2"]


def test_every_font_ends_in_one_that_mail_programs_have():
    _made, seen = read(mail())
    fonts = {
        found
        for _tag, a in seen.tags
        for found in re.findall(r"font-family:([^;]+)", a.get("style") or "")
    }
    assert fonts <= set(MAIL_SAFE.values())


def test_the_headers_come_from_the_envelope():
    made = compiled(mail())
    assert made.subject_line() == "Ihre Winterräder warten"
    assert made.from_name == ("Nordring – Autohaus Brückner",)
    assert made.reply_to == "info@brueckner.example"
    envelope = block("envelope", reply_to="{{ partner.email }}, evil@a.example")
    broken = compiled([envelope, block("legal")])
    assert broken.reply_to == ""
    assert [(f.code, f.field) for f in broken.findings] == [("field.format", "reply_to")]


# --- the whole


def test_marks_only_mark():
    plain, marked = compiled(mail()), compiled(mail(), marks=True)
    html = marked.preview_html(READER)
    assert re.sub(r"<!--#/?[\w-]+-->", "", html) == plain.preview_html(READER)
    assert "<!--#" not in plain.preview_html(READER)
    for b in flat(mail()[1:]):
        assert bool(part(html, b["id"])) == (b["type"] != "shared"), b["id"]
    assert marked.text == plain.text
    assert marked.mail != plain.mail


def test_a_region_is_what_stands_in_it():
    offers = [block("offer"), {**block("offer"), "id": "second"}]
    region = {"type": "region", "id": "r", "value": {}, "blocks": offers}
    empty = {"type": "region", "id": "r", "value": {}, "blocks": []}
    assert compiled(mail(region)).mail == compiled(mail(*offers)).mail
    assert (
        compiled([block("envelope"), empty, block("legal")]).mail
        == compiled([block("envelope"), block("legal")]).mail
    )


def test_the_same_blocks_make_the_same_bytes():
    one_, other = compiled(mail()), compiled(mail())
    assert one_ == other
    assert one_.preview_html() == other.preview_html()


@pytest.mark.parametrize(("kind", "field"), TEXTS, ids=lambda v: getattr(v, "name", v))
def test_every_word_that_shows_counts_in_the_hash(kind, field):
    other = {
        FieldType.LINK: "https://b.example/",
        FieldType.EMAIL: "a@b.example",
        FieldType.DATE: "2026-01-02",
        FieldType.TIME: "07:15",
        FieldType.PRICE: "1,00",
    }.get(field.type, "Anders")
    if field.options:
        other = next(value for value in field.options if value != VALUES[kind][field.name])
        if field.name == "logo":
            return  # the sample kit has one logo
    assert compiled(one(kind, **{field.name: other})).mail != compiled(one(kind)).mail


def test_the_hash_is_over_headers_html_and_text():
    made = compiled(mail())
    data = made.to_json()
    headers = {k: data[k] for k in ("subject", "preheader", "from_name", "reply_to")}
    assert made.mail == mail_hash(headers=headers, html=data["html"], text=data["text"])


def test_the_fallback_counts_in_the_hash():
    text = '<p>{{ first_name | "%s" }}</p>'
    made = [compiled(mail(block("text", text=text % word))).mail for word in ("Sie", "du")]
    assert made[0] != made[1]


def test_a_compiled_mail_survives_its_json():
    made = compiled(mail())
    assert Compiled.from_json(json.loads(json.dumps(made.to_json()))) == made


def test_a_long_mail_is_warned_of_and_a_longer_one_refused():
    def sized(times):
        blocks = [
            {**block("text", text=f"<p>{'Wort ' * 900}</p>"), "id": str(i)} for i in range(times)
        ]
        made = compiled(mail(*blocks))
        return made.size, [(f.severity, f.limit) for f in made.findings if f.code == "size.html"]

    assert sized(5)[1] == []
    size, found = sized(14)
    assert 80_000 <= size < SIZE_ERROR
    assert found == [("warning", 80_000)]
    size, found = sized(20)
    assert size >= SIZE_ERROR
    assert found == [("error", SIZE_ERROR)]


def test_size_is_that_of_the_longest_reader():
    assert room(("ä", Slot("company", "x"))) == 60
    assert room((Slot("company", "x" * 70),)) == 70


def test_the_block_that_cannot_be_built_is_named():
    with pytest.raises(CompileError) as caught:
        compile(mail(block("hero")), theme=Theme(name="leer"))
    assert caught.value.block_id == "id-hero"
    with pytest.raises(CompileError) as caught:
        compile([{"type": "carousel", "id": "c", "value": {}}], theme=THEME)
    assert caught.value.block_id == "c"


def test_a_block_the_compiler_refuses_is_found_among_the_others(monkeypatch):
    from blocks import compile as step

    real = step.mjml2html

    def refuses(mjml):
        if "Harmlos" in mjml:
            raise ValueError("unexpected end")
        return real(mjml)

    monkeypatch.setattr(step, "mjml2html", refuses)
    with pytest.raises(CompileError) as caught:
        compiled(mail(block("text"), {**block("hero", headline="Harmlos"), "id": "guilty"}))
    assert caught.value.block_id == "guilty"


def test_the_text_part_reads_like_a_letter():
    text = compiled(mail()).preview_text(READER)
    assert "Guten Tag,\n\n* Nach 40 Minuten\n* mehr (https://a.example/?a=1&b=2)" in text
    assert "Anrufen: tel:0431000140" in text
    assert "<" not in text
    assert text.endswith("USt-IdNr. DE000000000\n")
