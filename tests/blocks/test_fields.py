import copy
import json
import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db.migrations.writer import MigrationWriter
from django.utils.translation import override
from wagtail.blocks import StreamBlock, StreamBlockValidationError
from wagtail.blocks.base import BlockWidget
from wagtail.images import get_image_model

from blocks.catalogue import CATALOGUE
from blocks.fields import BodyField, OverlayField, TemplateBody
from blocks.form_containers import SECTIONS
from blocks.form_locks import LIMITS_OF
from blocks.schema import FieldType, Mode
from tests.blocks.sample import VALUES

BODY = TemplateBody()


def raw(kind, **value):
    fields = {k: v for k, v in VALUES[kind].items() if not isinstance(v, int)}
    return {"type": kind, "id": str(uuid.uuid4()), "value": {**fields, **value}}


def region(**value):
    shape = {"key": "offers", "min": 0, "max": 3, "order": "free"}
    return raw("region", **{**shape, "prototypes": [raw("offer")], "defaults": [], **value})


def template(*middle):
    return [raw("envelope"), *(middle or (raw("header"), raw("hero"), region())), raw("legal")]


def cleaned(body):
    return BODY.clean(BODY.to_python(body))


FRAME = ["key", "min", "max", "order", "prototypes", "defaults"]
SHAPES = {"region": FRAME, "offers": FRAME, "columns": ["columns"], "shared": ["block"]}


def test_every_kind_is_a_block_with_its_fields_and_locks():
    assert list(BODY.child_blocks) == list(CATALOGUE)
    for name, made in BODY.child_blocks.items():
        kind, shape = CATALOGUE[name], SHAPES.get(name, [])
        assert list(made.child_blocks) == [*(f.name for f in kind.fields), *shape, "locks"]
        assert made.get_form_layout().settings == ["locks"]


def test_locks_offer_the_limits_that_fit_what_a_field_holds():
    for kind in CATALOGUE.values():
        locks = BODY.child_blocks[kind.name].child_blocks["locks"].child_blocks
        assert ("rights" in locks) is not kind.pinned
        assert {"why", "ask"} <= set(locks)
        if kind.name in ("legal", "region"):
            assert "fields" not in locks
            continue
        for field in kind.fields:
            lock = locks["fields"].child_blocks[field.name]
            assert list(lock.child_blocks) == ["mode", *LIMITS_OF[field.type]]
            assert lock.child_blocks["mode"].get_default() == Mode.LOCKED


def test_every_type_of_field_has_its_limits():
    assert set(LIMITS_OF) == set(FieldType)


@pytest.mark.parametrize(
    ("container", "taken"),
    [
        ("region", [*(name for name, _block in SECTIONS), "columns", "shared"]),
        ("offers", ["offer"]),
        ("columns", [kind.name for kind in CATALOGUE.values() if kind.leaf]),
    ],
)
def test_a_container_takes_what_may_stand_in_it_and_nothing_is_defined_twice(container, taken):
    inner = BODY.child_blocks[container].child_blocks
    if container == "columns":
        inner = inner["columns"].child_blocks["column"].child_blocks
    for stream in ("prototypes", "defaults"):
        assert list(inner[stream].child_blocks) == taken
        for name in taken:
            assert inner[stream].child_blocks[name] is BODY.child_blocks[name]


def test_no_stream_holds_itself():
    def walk(stream, above):
        assert stream not in above
        for made in stream.child_blocks.values():
            for child in made.child_blocks.values():
                if isinstance(child, StreamBlock):
                    walk(child, [*above, stream])

    walk(BODY, [])


@pytest.mark.parametrize(("language", "word"), [("de", "Aufmacher"), ("en", "Hero")])
def test_words_follow_the_language_of_the_reader(language, word):
    with override(language):
        assert str(BODY.child_blocks["hero"].label) == word


def test_no_kind_gets_into_a_migration():
    written = MigrationWriter.serialize(BodyField(TemplateBody(), blank=True))[0]
    assert written == "wagtail.fields.StreamField([], blank=True, block_lookup={})"


def test_a_kind_more_needs_no_migration():
    kinds = list(TemplateBody().child_blocks.items())
    fewer, all_of_them = (BodyField(TemplateBody(found)) for found in (kinds[:-3], kinds))
    assert fewer.deconstruct() == all_of_them.deconstruct()
    assert list(all_of_them.stream_block.child_blocks) == list(CATALOGUE)


def test_ids_and_locks_survive_the_round_trip():
    body = template()
    body[2]["value"]["locks"] = {
        "rights": {"move": True, "remove": False, "repeat": None},
        "fields": {"headline": {"mode": "editable", "max_length": 40}},
        "why": "Marke",
        "ask": "",
    }
    value = BODY.to_python(copy.deepcopy(body))
    assert value[2].value["locks"]["fields"]["text"]["mode"] == "locked"
    stored = BODY.get_prep_value(value)
    assert [block["id"] for block in stored] == [block["id"] for block in body]
    hero = stored[2]["value"]
    assert hero["headline"] == VALUES["hero"]["headline"]
    assert hero["locks"]["fields"]["headline"]["mode"] == "editable"
    assert hero["locks"]["fields"]["headline"]["max_length"] == 40
    assert hero["locks"]["rights"]["move"] is True
    assert stored[3]["value"]["prototypes"][0]["id"] == body[3]["value"]["prototypes"][0]["id"]


def test_the_form_of_fifteen_blocks_stays_small():
    kinds = [k for k in VALUES if k not in ("envelope", "legal", "region")]
    offers = region(defaults=[raw("offer") for _ in range(3)])
    body = template(offers, *(raw(kinds[i % len(kinds)]) for i in range(12)))
    html = BlockWidget(BODY).render("body", BODY.to_python(body))
    assert len(body) == 15
    assert len(html.encode()) < 600_000


def test_a_good_template_is_clean():
    assert len(cleaned(template())) == 5


@pytest.mark.parametrize(
    "body",
    [
        [raw("hero"), raw("envelope"), raw("legal")],
        [raw("envelope"), raw("legal"), raw("hero")],
        [raw("envelope"), raw("hero")],
        [raw("envelope"), raw("envelope"), raw("legal")],
        template(region(), region()),
        template(region(min=5)),
    ],
)
def test_the_rules_of_order_hold_when_a_template_is_cleaned(body):
    with pytest.raises(StreamBlockValidationError):
        cleaned(body)


def test_a_draft_may_be_unfinished(monkeypatch):
    body = TemplateBody()
    monkeypatch.setattr(body, "is_deferred_validation", True)
    value = body.to_python([raw("hero"), raw("envelope"), raw("legal")])
    assert len(body.clean(value)) == 3


def test_an_error_stands_at_its_block_in_the_readers_language():
    with override("de"), pytest.raises(StreamBlockValidationError) as caught:
        cleaned(template(region(), region()))
    error = caught.value.block_errors[2]
    assert isinstance(error, ValidationError)
    assert error.code == "region.key"
    assert "Kurzname" in str(error.message)


def test_locks_are_in_no_search_and_no_public_answer():
    body = template()
    body[2]["value"]["locks"] = {"why": "Geheimwort", "ask": "Geheimwort"}
    value = BODY.to_python(body)
    found = " ".join(str(s) for s in BODY.get_searchable_content(value))
    assert "Sicher durch den" in found
    assert "Geheimwort" not in found
    answer = json.dumps(BODY.get_api_representation(value), default=str)
    assert "locks" not in answer
    assert "Geheimwort" not in answer


def test_kinds_and_structure_are_not_searched():
    found = BODY.get_searchable_content(BODY.to_python(template()))
    words = {str(w).strip().lower() for w in found}
    assert not words & {"free", "frei", "offers", "left", "links", "brand", "marke", "locked"}


OVERLAY = {
    "v": 1,
    "edits": {
        "h1": {"kind": "hero", "values": {"image": 7, "headline": "Kieler Herbst"}},
        "t1": {"kind": "text", "values": {"text": "<p>Bis <b>bald</b></p>", "colour": "brand"}},
        "x": {"kind": "nobody", "values": {"image": 9}},
    },
    "lists": {
        "r": [
            {"ref": "o1"},
            {"id": "p1", "proto": "o1", "kind": "offer", "values": {"image": 8, "title": "Öl"}},
            {"id": "p2", "proto": "o1", "kind": "offer", "values": {"image": None}},
        ]
    },
    "hidden": [],
}


def test_an_overlay_tells_which_pictures_it_uses():
    found = list(OverlayField().extract_references(OVERLAY))
    image = get_image_model()
    assert found == [
        (image, "7", "hero.image", "h1.image"),
        (image, "8", "offer.image", "p1.image"),
    ]


def test_an_overlay_tells_what_the_partner_wrote():
    found = " ".join(OverlayField().get_searchable_content(OVERLAY))
    assert re.sub(r"\s+", " ", found).strip() == "Kieler Herbst Bis bald Öl"


@pytest.mark.parametrize(
    "junk", [None, [], "x", {"edits": 3, "lists": {"a": "b"}}, {"edits": {"a": 1}}]
)
def test_what_is_no_overlay_says_nothing(junk):
    assert list(OverlayField().extract_references(junk)) == []
    assert OverlayField().get_searchable_content(junk) == []
