"""Rules of tone and pictures: data with examples, one of each kind, taken over and closed like all."""

from __future__ import annotations

import uuid

import pytest

from brand_kits import guide, theme_of
from brand_kits.errors import KitRefused
from brand_kits.guide import Bad, PictureRule, ToneRule
from brand_kits.models import BrandKit
from tests import factories
from tests.brand_kits.test_logos import picture
from tests.cms.studio import text


def raw(kind, **value):
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def tone(kind, limit=None, language="de", **value):
    given = {} if limit is None else {"limit": limit}
    return raw(kind, **{"language": language, "good": "", "bad": "", **given, **value})


def shown(kind, limit=None, good=(), bad=(), why="", **value):
    given = {} if limit is None else {"limit": limit}
    lists = {
        name: [{"type": "item", "id": str(uuid.uuid4()), "value": one.pk} for one in images]
        for name, images in (("good", good), ("bad", bad))
    }
    return raw(kind, **lists, why=why, **given, **value)


def live(kit):
    return theme_of.live_theme(kit.pk)


def test_rules_of_tone_come_back_as_values_with_their_examples(studio, kit):
    rules = [
        tone("address", "sie", good="Ihr Termin.", bad="Dein Termin | Wir sagen Sie."),
        tone("words", "Knaller = Angebot\nbillig"),
        tone("exclamations", 1),
        tone("exclamations", 0, language="en"),
        tone("advice", text="Kurz und freundlich."),
    ]
    answer = studio.edit_kit(kit, publish=True, tone=rules)
    assert answer.status_code == 302, text(answer)
    assert live(kit).tone == (
        ToneRule(
            "address", "de", "sie", "", ("Ihr Termin.",), (Bad("Dein Termin", "Wir sagen Sie."),)
        ),
        ToneRule("words", "de", (("Knaller", "Angebot"), ("billig", ""))),
        ToneRule("exclamations", "de", 1),
        ToneRule("exclamations", "en", 0),
        ToneRule("advice", "de", None, "Kurz und freundlich."),
    )


def test_rules_of_pictures_come_back_with_the_pictures_they_show(studio, kit):
    good, bad = picture(), picture(300, 100)
    rules = [
        shown("ratio", "3:2, 16:9", good=[good], bad=[bad], why="zu flach"),
        shown("people", "consent"),
        shown("width", 1200),
    ]
    answer = studio.edit_kit(kit, publish=True, pictures=rules)
    assert answer.status_code == 302, text(answer)
    assert live(kit).pictures == (
        PictureRule("ratio", ("3:2", "16:9"), "", (good.pk,), (Bad(bad.pk, "zu flach"),)),
        PictureRule("people", "consent"),
        PictureRule("width", 1200),
    )


@pytest.mark.parametrize(
    ("part", "rules", "code"),
    [
        ("tone", [tone("exclamations", 21)], "kit.rule_number"),
        ("tone", [tone("exclamations", "viele")], "kit.rule_number"),
        ("tone", [tone("address", "ihr")], "kit.rule_choice"),
        ("tone", [tone("words", " ")], "kit.rule_empty"),
        ("tone", [tone("sentence", 12), tone("sentence", 14)], "kit.rule_twice"),
        ("pictures", [shown("ratio", "breit")], "kit.rule_ratio"),
        ("pictures", [shown("people", "immer")], "kit.rule_choice"),
        ("pictures", [shown("palette", 101)], "kit.rule_number"),
    ],
)
def test_a_rule_that_is_none_is_refused_in_form_and_program(studio, kit, part, rules, code):
    assert studio.edit_kit(kit, publish=True, **{part: rules}).status_code == 200
    setattr(kit, part, rules)
    with pytest.raises(KitRefused) as refused:
        kit.save_revision(clean=False).publish()
    assert code in {f.code for f in refused.value.findings}
    assert not live(kit).tone
    assert not live(kit).pictures


def test_what_is_no_rule_is_passed_over_in_a_draft():
    for value in ({}, {"kind": "shout"}, {"kind": "words", "limit": None}, {"kind": "ratio"}):
        assert list(guide.tone([value])) == []
        assert list(guide.pictures([value])) == []


def test_a_picture_of_an_example_that_is_gone_leaves_the_rule(studio, kit, client):
    gone = picture()
    studio.edit_kit(kit, publish=True, pictures=[shown("ratio", "3:2", good=[gone])])
    gone.delete()
    page = studio.client.get(f"/brand/{kit.uuid}/").content.decode()
    assert "Seiten wie 3:2." in page


def test_a_sub_brand_speaks_as_the_brand_unless_it_may_not(studio):
    brand = factories.kit(opens=["tone/exclamations-de"])
    studio.edit_kit(brand, publish=True, tone=[tone("address", "sie"), tone("exclamations", 0)])
    sub = BrandKit(name="Jung", parent=brand, live=False, tone=[tone("exclamations", 3)])
    sub.save()
    sub.save_revision().publish()
    assert {(r.kind, r.limit) for r in live(sub).tone} == {("address", "sie"), ("exclamations", 3)}
    sub = BrandKit.objects.get(pk=sub.pk)
    sub.tone = [tone("address", "du")]
    with pytest.raises(KitRefused) as refused:
        sub.save_revision(clean=False).publish()
    assert [f.code for f in refused.value.findings] == ["kit.closed"]
