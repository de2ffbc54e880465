"""Every finding speaks plainly in both languages."""

import pathlib
import re

import pytest

import blocks.resolve
from blocks.sentences import FAMILIES, SENTENCES
from blocks.words import sentence
from brand_kits.findings import Finding

RULES = [
    "lock.field",
    "lock.move",
    "lock.remove",
    "lock.repeat",
    "region.kind",
    "region.max",
    "field.length",
    "field.option",
    "field.must_change",
    "field.format",
    "tone.superlative",
    "picture.small",
    "colour.role",
    "claim.expired",
    "legal.missing",
    "link.host",
    "link.scheme",
    "link.start",
    "link.sign",
    "link.merge",
    "link.address",
    "link.number",
    "link.format",
    "size.html",
    "access.alt",
    "overlay.shape",
    "block.gone",
    "block.kind",
    "block.duplicate",
    "region.min",
    "shared.missing",
    "merge.unknown",
    "merge.syntax",
    "merge.fallback",
]


def said_by_the_rules():
    """Every code that the rules of this floor write."""
    folder = pathlib.Path(blocks.resolve.__file__).parent
    names = ["resolve", "judge", "merge", "lint", "structure"]
    source = "".join(
        (folder / f"{n}.py").read_text() for n in names if (folder / f"{n}.py").exists()
    )
    families = "|".join(FAMILIES)
    return sorted({*RULES, *re.findall(rf'"((?:{families})\.[a-z_]+)"', source)})


@pytest.mark.parametrize("code", said_by_the_rules())
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_code_has_a_plain_sentence(code, language):
    for limit, value in ((None, None), (48, 53), (["a", "b"], "x"), ("phone", "x")):
        said = sentence(Finding(code, limit=limit, value=value, suggestion="y"), language)
        assert re.fullmatch(r"[^{}]*(?:\{\{[^{}]*\}\}[^{}]*)?", said)
        assert not re.search(r"!|None|  |leider|ungültig|invalid|sorry", said)
        assert code not in said
        assert said.endswith(".")


@pytest.mark.parametrize("words", [*SENTENCES.values(), *FAMILIES.values()])
def test_sentences_are_short_and_in_two_languages(words):
    assert words.de != words.en
    assert max(len(words.de), len(words.en)) < 130


@pytest.mark.parametrize(
    ("finding", "de", "en"),
    [
        (
            Finding("field.length", limit=48, value=53),
            "53 von 48 Zeichen. Bitte um 5 kürzen.",
            "53 of 48 characters. Please cut 5.",
        ),
        (
            Finding("picture.small", limit=1200, value=640),
            "Das Bild ist 640 Pixel breit, hier sind 1.200 nötig. Größeres wählen.",
            "This picture is 640 pixels wide; 1,200 are needed here. Choose a larger one.",
        ),
        (
            Finding("region.kind", limit=["offer", "text"]),
            "Dieser Baustein passt hier nicht. Hier möglich: Angebot, Text.",
            "This block does not fit here. Possible here: Offer, Text.",
        ),
        (
            Finding("field.maximum", limit="2026-12-30", value="2026-12-31"),
            "31.12.2026 liegt über der Grenze. Möglich bis 30.12.2026.",
            "31 December 2026 is above the limit. Possible up to 30 December 2026.",
        ),
        (
            Finding("field.option", limit=["left", "center"], suggestion="left"),
            "Hier stehen zur Wahl: Links, Mittig. Vorschlag: Links.",
            "The choices here are: Left, Centred. Try: Left.",
        ),
        (
            Finding("lock.field", ask="Petra Sommer"),
            "Das legt die Marke fest. Fragen: Petra Sommer.",
            "The brand sets this. Ask Petra Sommer.",
        ),
        (
            Finding("lock.repeat", limit=0),
            "Dieser Baustein steht nur einmal in der Mail. Markenteam fragen.",
            "This block stands only once in the mail. Ask the brand team.",
        ),
        (
            Finding("what.ever"),
            "Hier ist etwas zu prüfen. Markenteam fragen.",
            "Please check this. Ask the brand team.",
        ),
    ],
)
def test_it_says_what_then_the_limit_then_the_way_out(finding, de, en):
    assert sentence(finding, "de") == de
    assert sentence(finding, "en-gb") == en


def test_a_label_leads_and_a_partners_braces_stay_text():
    found = Finding("tone.word", value="{limit} {{ x }}", suggestion="{ask}")
    assert (
        sentence(found, "de", "Betreff")
        == "Betreff: „{limit} {{ x }}“ passt nicht zur Marke. Vorschlag: {ask}."
    )


def test_a_missing_legal_field_is_named():
    finding = Finding("legal.missing", field="partner.register_court", value="")
    assert "Registergericht" in sentence(finding, "de")
    assert "register court" in sentence(finding, "en")
