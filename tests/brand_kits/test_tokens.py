"""Token files through the Studio and the command: a look first, then all of it or nothing."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from brand_kits import theme_of, tokens_of
from brand_kits.dtcg import roles
from brand_kits.errors import TokensRefused
from brand_kits.models import BrandKit, TokenFile
from tests import factories
from tests.brand_kits.test_dtcg import FOREIGN
from tests.brand_kits.test_inheritance import below
from tests.brand_kits.test_kit import colours, style
from tests.cms.studio import text

URL = "/studio/snippets/brand_kits/brandkit/tokens/{}/{}/"


def upload(studio, kit, file, name="marke.tokens.json"):
    content = file if isinstance(file, bytes) else file.encode()
    return studio.client.post(
        URL.format("import", kit.pk), {"file": SimpleUploadedFile(name, content)}
    )


def again(studio, kit, looked, *, press="take", **tokens):
    """Presses a button of the comparison, with tokens chosen by hand."""
    rows = {f"token:{row.key}": row.path for row in looked.context["rows"]}
    rows |= {f"token:{key.replace('__', '/')}": path for key, path in tokens.items()}
    held = looked.context["held"]
    return studio.client.post(URL.format("import", kit.pk), {**rows, "held": held, press: "1"})


def export(studio, kit):
    return studio.client.get(URL.format("export", kit.pk))


def draft(kit):
    return tokens_of.draft_of(BrandKit.objects.get(pk=kit.pk))


def published(kit):
    draft(kit).get_latest_revision().publish()
    return BrandKit.objects.get(pk=kit.pk)


def state(kit):
    row = BrandKit.objects.get(pk=kit.pk)
    return row.latest_revision_id, row.live_revision_id, row.opens, TokenFile.objects.count()


def changes_nothing(looked):
    trial = looked.context["trial"]
    return not trial.taken.changes and trial.opens is None


@pytest.mark.capability("BK10")
def test_a_file_is_looked_at_first_and_taken_over_into_a_draft(studio, kit):
    before = state(kit)
    looked = upload(studio, kit, FOREIGN)
    assert looked.status_code == 200
    assert state(kit) == before
    page = text(looked)
    assert "#0a4c57" in page
    assert "#12305a" in page
    assert "6 Tokens ohne Aufgabe" in page
    done = again(studio, kit, looked)
    assert done.status_code == 302
    assert theme_of.live_theme(kit.pk).colours["brand"] == factories.COLOURS["brand"]
    theme = draft(kit).theme()
    assert theme.colours["brand"] == "#12305a"
    assert theme.style("heading").stack == "'Inter', Georgia, 'Times New Roman', serif"
    assert theme.corner == 6
    assert theme.colours["text"] == factories.COLOURS["text"]  # the file does not name it
    assert draft(kit).findings() == ()


@pytest.mark.capability("BK10")
def test_a_person_says_which_token_is_which_value(studio, kit):
    looked = upload(studio, kit, FOREIGN)
    chosen = {"colours__accent": "palette.ember", "colours__brand": ""}
    compared = again(studio, kit, looked, press="look", **chosen)
    assert compared.status_code == 200
    assert "#c45a33" not in text(compared)  # oklch counts, not the hex beside it
    again(studio, kit, compared, **chosen)
    theme = draft(kit).theme()
    assert theme.colours["brand"] == factories.COLOURS["brand"]
    assert theme.colours["accent"] not in (factories.COLOURS["accent"], "")
    wrong = again(studio, kit, looked, press="look", colours__text="motion.quick")
    assert "vom Typ „duration“" in text(wrong)
    refused = again(studio, kit, looked, colours__text="motion.quick")
    assert refused.status_code == 200


@pytest.mark.capability("BK10")
def test_what_came_in_goes_out_again_byte_for_byte_the_second_time(studio, kit):
    again(studio, kit, upload(studio, kit, FOREIGN))
    live = published(kit)
    first = export(studio, live).content.decode()
    assert "com.tool.spring" in first
    assert '"{palette.blue}"' in first
    assert "[1, 2.50, null]" in first
    looked = upload(studio, live, first)
    assert changes_nothing(looked)
    again(studio, live, looked)
    assert export(studio, published(live)).content.decode() == first
    other = factories.kit()
    again(studio, other, upload(studio, other, first))
    assert export(studio, published(other)).content.decode() == first


@pytest.mark.capability("BK10")
def test_what_is_changed_in_the_studio_is_changed_in_the_file_and_nothing_else(studio, kit):
    again(studio, kit, upload(studio, kit, FOREIGN))
    first = export(studio, published(kit)).content.decode()
    live = BrandKit.objects.get(pk=kit.pk)
    palette = [b for b in live.colours.get_prep_value() if b["value"]["role"] != "muted"]
    changed = [
        {**b, "value": {**b["value"], "value": "#ff0000"}} if b["value"]["role"] == "brand" else b
        for b in palette
    ]
    assert studio.edit_kit(live, publish=True, colours=changed).status_code == 302
    second = export(studio, live).content.decode()
    gone = set(first.splitlines()) - set(second.splitlines())
    assert [line.strip().split(":")[0] for line in gone] == ['"brand"']
    tokens = json.loads(second)
    assert tokens["brand"]["$value"]["hex"] == "#ff0000"
    assert tokens["palette"]["blue"]["$value"]["hex"] == "#12305a"


@pytest.mark.capability("BK10")
def test_what_is_open_below_travels_in_the_extensions(studio, kit):
    kit.opens = ["colours/accent", "imprints"]
    kit.save_revision().publish()
    file = export(studio, kit).content.decode()
    ours = json.loads(file)["$extensions"][roles.EXTENSION]
    assert ours["opens"] == ["colours/accent", "imprints"]
    other = factories.kit()
    looked = upload(studio, other, file)
    assert "für Marken darunter" in text(looked)
    again(studio, other, looked)
    assert draft(other).opens == ["colours/accent", "imprints"]


HOSTILE = {
    "circle": ('{"a": {"$type": "color", "$value": "{b}"},\n "b": {"$value": "{a}"}}', "im Kreis"),
    "type": ('{"a":\n {"$type": "color", "$value": 12}}', "keine Farbe"),
    "twice": ('{"a": {},\n\n"a": {}}', "gibt es doppelt"),
    "deep": ('{"a":' * 60, "tief ineinander"),
    "json": ("{", "kein JSON"),
    "large": (b" " * (50 * 1024 * 1024), "Gelesen werden"),
    "utf": (b'{"a": "\xff"}', "UTF-8"),
    "member": ('{"brand": {"value": "#ff0000", "type": "color"}}', "weder Token noch Gruppe"),
    "bomb": (
        json.dumps(
            {f"t{n}": {"$type": "color", "$value": [f"{{t{n - 1}}}"] * 50} for n in range(1, 46)}
            | {"t0": {"$type": "color", "$value": "#ff0000"}}
        ),
        "zählt jedes Mal mit",
    ),
    "nested": (
        json.dumps(
            {f"t{n}": {"$value": [[[[[[f"{{t{n + 1}}}"]]]]]]} for n in range(47)}
            | {"t47": {"$value": 1}}
        ),
        "tief ineinander",
    ),
    "digits": (
        '{"a": {"$value": {"$ref": "#/b/%s"}}, "b": {"$value": [1]}}' % ("9" * 5000),
        "#/b/9",
    ),
    "list": ('{"b": {"$value": [1]}, "a": {"$ref": "#/b/$value/%s"}}' % ("9" * 5000), "#/b/"),
    "endless": (
        '{"radius": {"$type": "dimension", "$value": {"value": 1e308, "unit": "rem"}}}',
        "zu große Zahl",
    ),
    "nines": (
        '{"radius": {"$type": "dimension", "$value": "%srem"}}' % ("9" * 400),
        "zu große Zahl",
    ),
    "role": (
        '{"$extensions": {"org.einklang.kit": {"v": 1, "roles": {"colours/brand": ["a"]}}}}',
        "org.einklang.kit.roles.colours/brand",
    ),
    "names": (json.dumps({f"a{n}.{'x' * 300}": 1 for n in range(6000)}), "weitere"),
    "extension": ('{"$extensions": {"org.einklang.kit": 7}}', "unsere eigenen Angaben"),
}


@pytest.mark.capability("BK10")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_means_nothing_is_refused_in_words_and_nothing_is_taken_over(studio, kit, name):
    file, said = HOSTILE[name]
    before = state(kit)
    refused = upload(studio, kit, file)
    assert refused.status_code == 200
    assert said.lower() in text(refused).lower()
    assert len(refused.content) < 200_000
    if name in ("twice", "type", "circle"):
        assert re.search(r"<td>(2|3|1)</td><td><code>", refused.content.decode())
    assert state(kit) == before
    with pytest.raises(TokensRefused):
        tokens_of.import_tokens(kit, file if isinstance(file, bytes) else file.encode(), by=None)
    assert state(kit) == before


def test_what_stands_against_a_value_names_its_line_and_the_line_is_no_colour(studio, kit):
    file = '{\n "brand":\n  {"$type": "color", "$value": 5}}'
    answer = upload(studio, kit, file)
    assert "Zeile 3: „5“ ist keine Farbe." in text(answer)
    answer = upload(studio, kit, '{\n "other": {"$type": "color", "$value": 5}}')
    assert '<th scope="col">Zeile</th>' in answer.content.decode()


@pytest.mark.capability("BK3", "BK10")
def test_a_font_nobody_has_stops_the_whole_file(studio, kit):
    file = FOREIGN.replace('"Inter"', '"Comik Sens"')
    looked = upload(studio, kit, file)
    assert "kennt kein Mailprogramm" in text(looked)
    before = state(kit)
    refused = again(studio, kit, looked)
    assert refused.status_code == 200
    assert state(kit) == before


@pytest.mark.capability("BK1", "BK10")
@pytest.mark.parametrize(
    "value",
    [
        "red",
        "rgb(1,2,3)",
        "#12345678",
        {"colorSpace": "srgb", "components": [1, 0, 0], "alpha": 0.2},
    ],
)
def test_no_token_brings_a_colour_into_a_kit_that_its_form_would_not_take(studio, kit, value):
    file = json.dumps({"brand": {"$type": "color", "$value": value}})
    looked = upload(studio, kit, file)
    before = state(kit)
    assert again(studio, kit, looked).status_code == 200
    assert state(kit) == before


@pytest.mark.capability("BK8", "BK10")
def test_a_file_cannot_change_what_a_brand_above_keeps_closed(studio):
    brand = factories.kit(name="Nordring", opens=["colours/accent"])
    sub = below(brand, name="Premium")
    file = {
        "accent": {"$type": "color", "$value": "#114488"},
        "brand": {"$type": "color", "$value": "#ff0000"},
    }
    looked = upload(studio, sub, json.dumps(file, indent=1))
    assert "gibt „Nordring“ vor" in text(looked)
    assert again(studio, sub, looked).status_code == 200
    del file["brand"]
    again(studio, sub, upload(studio, sub, json.dumps(file)))
    assert published(sub).theme().colours["accent"] == "#114488"
    whole = export(studio, sub).content.decode()
    assert changes_nothing(upload(studio, sub, whole))  # what comes from above is no change


def test_only_who_may_change_a_kit_sees_its_files(studio, kit):
    other = Client()
    other.force_login(factories.reviewer())
    for way in ("import", "export"):
        assert other.get(URL.format(way, kit.pk)).status_code in (302, 403)
        assert Client().get(URL.format(way, kit.pk)).status_code == 302
    assert studio.client.get(URL.format("export", 987654)).status_code == 404


def test_what_was_looked_at_cannot_be_forged(studio, kit):
    looked = upload(studio, kit, FOREIGN)
    before = state(kit)
    forged = looked.context["held"][:-4] + "abcd"
    answer = studio.client.post(URL.format("import", kit.pk), {"held": forged, "take": "1"})
    assert "Wählen Sie die Datei noch einmal" in text(answer)
    assert state(kit) == before


def test_a_file_is_offered_with_its_name_and_type(studio, kit):
    answer = export(studio, kit)
    assert answer["Content-Type"].startswith("application/design-tokens+json")
    assert re.search(r'filename="marke-\d+\.tokens\.json"', answer["Content-Disposition"])
    editor = text(studio.client.get(f"/studio/snippets/brand_kits/brandkit/edit/{kit.pk}/"))
    assert URL.format("import", kit.pk) in editor


# -- the command


def run(*words):
    from io import StringIO

    out = StringIO()
    call_command("tokens", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.mark.capability("BK10")
def test_the_command_tries_takes_over_publishes_and_gives_out(kit, tmp_path):
    file = tmp_path / "marke.tokens.json"
    file.write_text(FOREIGN)
    before = state(kit)
    said = run("import", kit.name, file, "--dry-run")
    assert "#0a4c57" in said
    assert "(brand, 9)" in said
    assert state(kit) == before
    assert "published" in run("import", kit.pk, file, "--publish")
    assert theme_of.live_theme(kit.pk).colours["brand"] == "#12305a"
    out = tmp_path / "again.tokens.json"
    run("export", kit.uuid, out)
    run("import", kit.name, out, "--publish")
    first = out.read_bytes()
    run("export", kit.name, out)
    assert out.read_bytes() == first


def test_the_command_refuses_with_file_line_and_path(kit, tmp_path):
    file = tmp_path / "marke.tokens.json"
    file.write_text('{\n "a": {"$value": "{b}"}\n}')
    before = state(kit)
    with pytest.raises(CommandError, match=r"marke\.tokens\.json: .*2, a\.\$value: "):
        run("import", kit.name, file)
    with pytest.raises(CommandError, match="nowhere"):
        run("import", kit.name, tmp_path / "nowhere")
    with pytest.raises(CommandError, match="No brand kit"):
        run("export", "Nirgends")
    assert state(kit) == before


def test_a_kit_with_every_style_comes_back_from_its_file(studio, kit):
    styles = [style(style=s, font="Inter") for s in ("heading", "body", "price")]
    studio.edit_kit(kit, publish=True, styles=styles, colours=colours(accent="#123123"))
    file = export(studio, kit).content
    other = factories.kit()
    again(studio, other, upload(studio, other, file))
    one, two = draft(kit).theme(), draft(other).theme()
    assert (one.colours, one.styles, one.corner) == (two.colours, two.styles, two.corner)
