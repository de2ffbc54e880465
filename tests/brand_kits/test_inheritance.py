"""Brand > sub-brand > country: what is taken over, what may be changed, and where it comes from."""

from __future__ import annotations

import uuid

import pytest
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Revision

from brand_kits import imprints, inherit, kit_sources, theme_of
from brand_kits.errors import KitRefused
from brand_kits.inherit import GROUPS, KEYS, Layer
from brand_kits.models import BrandKit
from partner_spaces import approval, compose, recheck
from partner_spaces.models import Carry
from partner_spaces.rendering import rendered
from tests import factories
from tests.cms.studio import text
from tests.spaces import bodies

# -- the laws of the merge

keys = st.sampled_from(sorted(KEYS))
layers = st.builds(
    Layer,
    id=st.integers(1, 9),
    name=st.sampled_from(["Nord", "Ost", "West"]),
    values=st.dictionaries(keys, st.fixed_dictionaries({"value": st.integers()}), max_size=12),
    opens=st.frozensets(keys | st.sampled_from(sorted(GROUPS)), max_size=20),
)
chains = st.lists(layers, min_size=1, max_size=inherit.LEVELS)


def opened(above, key):
    return all(key in layer.opens or key.split("/")[0] in layer.opens for layer in above)


@given(chains)
def test_a_closed_value_holds_as_it_is_above_also_where_there_is_none(chain):
    here, above = inherit.merge(chain), inherit.merge(chain[:-1])
    for key in KEYS:
        if len(chain) > 1 and not opened(chain[:-1], key):
            assert here.values.get(key) == above.values.get(key)


@given(chains)
def test_an_open_value_holds_as_the_kit_itself_has_it(chain):
    here = inherit.merge(chain)
    for key, raw in chain[-1].values.items():
        if opened(chain[:-1], key):
            assert here.values[key] is raw
            assert here.sources[key] == len(chain) - 1
            assert key not in here.refused
        else:
            assert not opened(chain[: here.refused[key] + 1], key)


@given(chains)
def test_every_value_comes_from_the_kit_it_is_said_to_come_from(chain):
    here = inherit.merge(chain)
    assert set(here.values) == set(here.sources)
    for key, place in here.sources.items():
        assert here.values[key] is chain[place].values[key]
        assert not any(
            key in lower.values and opened(chain[:n], key)
            for n, lower in enumerate(chain)
            if n > place
        )


@given(chains, layers)
def test_a_kit_without_values_of_its_own_is_the_kit_above_it(chain, below):
    empty = Layer(below.id, below.name, {}, below.opens)
    assert inherit.merge([*chain, empty]).values == inherit.merge(chain).values


@given(chains, st.frozensets(keys))
def test_opening_more_never_closes_anything(chain, more):
    wider = [Layer(c.id, c.name, c.values, c.opens | more) for c in chain]
    assert set(inherit.merge(wider).refused) <= set(inherit.merge(chain).refused)


# -- three kits


def raw(kind, **value):
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def colour(role, value):
    return raw("colour", role=role, value=value, name="")


def below(parent, *, own=(), opens=(), **values):
    """A published kit below another, with its own colours only."""
    made = BrandKit(
        name=values.pop("name", "Tochter"),
        parent=parent,
        colours=list(own),
        opens=list(opens),
        live=False,
        **values,
    )
    made.save()
    made.save_revision().publish()
    return BrandKit.objects.get(pk=made.pk)


@pytest.fixture
def brand(db):
    kit = factories.kit(name="Nordring", opens=["colours/accent", "imprints"])
    return BrandKit.objects.get(pk=kit.pk)


@pytest.fixture
def sub(brand):
    own = [colour("accent", "#114488")]
    return below(brand, own=own, opens=["colours/accent"], name="Nordring Premium")


def live(kit):
    return theme_of.live_theme(kit.pk)


@pytest.mark.capability("BK8")
def test_a_sub_brand_takes_over_everything_and_changes_what_is_open(brand, sub):
    assert live(sub).colours == {**live(brand).colours, "accent": "#114488"}
    assert live(sub).imprints == live(brand).imprints
    assert live(sub).name == "Nordring Premium"
    country = below(sub, own=[colour("accent", "#225599")], name="Premium Austria")
    assert live(country).colours["accent"] == "#225599"
    assert live(country).colours["brand"] == live(brand).colours["brand"]


@pytest.mark.capability("BK8")
def test_what_a_brand_changes_holds_below_at_once_by_its_version(brand, sub, studio):
    country = below(sub, name="Premium Austria")
    before = live(country)
    palette = [b for b in brand.colours.get_prep_value() if b["value"]["role"] != "brand"]
    published = studio.edit_kit(brand, publish=True, colours=[*palette, colour("brand", "#123456")])
    assert published.status_code == 302, text(published)
    assert live(country).colours["brand"] == "#123456"
    assert live(country).version != before.version


@pytest.mark.capability("BK8")
@pytest.mark.parametrize("publish", [True, False])
def test_a_closed_value_is_refused_in_the_form_at_its_place_in_words(studio, brand, sub, publish):
    own = [colour("accent", "#334455"), colour("brand", "#ff0000")]
    refused = studio.edit_kit(sub, publish=publish, colours=own)
    assert refused.status_code == 200
    assert "„Markenfarbe“ gibt „Nordring“ vor" in text(refused)
    errors = refused.context["form"].errors.as_data()["colours"][0]
    assert set(errors.block_errors) == {1}
    assert live(sub).colours["accent"] == "#114488"


@pytest.mark.capability("BK8")
def test_no_program_brings_a_closed_value_into_force(brand, sub):
    for changed in (
        {"colours": [colour("brand", "#ff0000")]},
        {"corner": 20},
        {
            "styles": [
                raw(
                    "style",
                    style="heading",
                    font="",
                    fallback="Georgia",
                    size=12,
                    weight="400",
                    line_height="1",
                )
            ]
        },
    ):
        kit = BrandKit.objects.get(pk=sub.pk)
        for name, value in changed.items():
            setattr(kit, name, value)
        with pytest.raises(KitRefused) as refused:
            kit.save_revision(clean=False).publish()
        assert [f.code for f in refused.value.findings] == ["kit.closed"]
        assert refused.value.findings[0].limit == "Nordring"
        with pytest.raises(KitRefused):
            kit.save()
        assert live(sub).colours["brand"] == live(brand).colours["brand"]
        assert live(sub).corner == live(brand).corner


@pytest.mark.capability("BK8")
def test_what_is_closed_later_holds_as_above_though_the_kit_below_is_untouched(brand, sub):
    brand.opens = ["imprints"]
    brand.save_revision().publish()
    assert live(sub).colours["accent"] == factories.COLOURS["accent"]
    assert {f.code for f in BrandKit.objects.get(pk=sub.pk).findings()} == {"kit.closed"}


def test_a_sub_brand_cannot_open_what_the_brand_keeps_closed(brand):
    sub = below(brand, opens=["colours", "form"], name="Premium")
    country = below(sub, own=[colour("accent", "#225599")], name="Austria")
    assert live(country).colours["accent"] == "#225599"
    country.corner = 12
    with pytest.raises(KitRefused) as refused:
        country.save_revision(clean=False).publish()
    assert refused.value.findings[0].limit == "Nordring"


def test_a_country_adds_its_imprint_where_the_brand_opens_imprints(studio, brand):
    austria = below(brand, name="Nordring Austria")
    words = imprints.MODELS["AT", "de"]
    ask = raw("imprint", country="AT", language="de", text=words, required=[])
    assert studio.edit_kit(austria, publish=True, imprints=[ask]).status_code == 302
    assert live(austria).imprint("AT", "de").text == words
    assert live(austria).imprint("DE", "de") == live(brand).imprint("DE", "de")
    assert live(brand).imprint("AT", "de") is None


# -- its place


def test_no_kit_stands_below_itself(studio, brand, sub):
    for way in (sub, brand):
        refused = studio.edit_kit(brand, publish=True, parent=str(way.pk))
        assert refused.status_code == 200
        assert "kann nicht unter sich selbst stehen" in text(refused)
        brand.parent = way
        with pytest.raises(KitRefused) as said:
            brand.save_revision(clean=False).publish()
        assert "kit.circle" in {f.code for f in said.value.findings}
        brand.refresh_from_db()
        assert brand.parent is None


def test_a_circle_that_is_there_all_the_same_never_hangs(brand, sub):
    BrandKit.objects.filter(pk=brand.pk).update(parent=sub)
    assert live(sub).colours["accent"] == "#114488"
    assert len(theme_of.kit_ids(brand.pk)) == 2


def test_no_more_than_five_kits_stand_above_one_another(brand):
    lowest = brand
    for n in range(4):
        lowest = below(lowest, name=f"Ebene {n + 2}")
    with pytest.raises(KitRefused):
        below(lowest, name="Ebene 6")
    top = factories.kit()
    brand.parent = top
    with pytest.raises(KitRefused) as refused:
        brand.save_revision(clean=False).publish()
    assert "kit.levels" in {f.code for f in refused.value.findings}


def test_nothing_is_published_below_a_draft(brand):
    draft = BrandKit(name="Entwurf", parent=brand, live=False)
    draft.save()
    with pytest.raises(KitRefused) as refused:
        below(draft)
    assert "Entwurf" in " ".join(refused.value.messages)


def test_a_brand_with_kits_below_it_is_not_deleted(studio, brand, sub):
    with pytest.raises(ProtectedError):
        brand.delete()
    studio.client.post(f"/studio/snippets/brand_kits/brandkit/delete/{brand.pk}/")
    assert BrandKit.objects.filter(pk=brand.pk).exists()


def test_a_kit_opens_known_values_only(studio, brand):
    assert studio.edit_kit(brand, publish=True, opens=["colours/pink"]).status_code == 200
    brand.opens = ["colours/pink"]
    with pytest.raises(KitRefused):
        brand.save_revision(clean=False).publish()
    assert studio.edit_kit(brand, publish=True, opens=["styles", "form/corner"]).status_code == 302
    assert BrandKit.objects.get(pk=brand.pk).opens == ["styles", "form/corner"]


# -- what is said of it


@pytest.mark.capability("BK8")
def test_the_editor_says_of_every_value_where_it_comes_from(studio, brand, sub):
    page = text(studio.client.get(f"/studio/snippets/brand_kits/brandkit/edit/{sub.pk}/"))
    assert page.count("von Nordring") >= len(factories.COLOURS) - 1
    assert "geschlossen von Nordring" in page
    chain = [kit.layer() for kit in sub.chain()]
    rows = {row.key: row for row in kit_sources.sources(chain, "colours")}
    assert (rows["colours/accent"].own, rows["colours/accent"].keeper) == (True, "")
    assert (rows["colours/brand"].kit_name, rows["colours/brand"].keeper) == (
        "Nordring",
        "Nordring",
    )
    top = text(studio.client.get(f"/studio/snippets/brand_kits/brandkit/edit/{brand.pk}/"))
    assert "kit-sources" not in top


def test_an_open_value_is_taken_over_to_be_changed_and_a_closed_one_is_not(studio, brand):
    sub = below(brand, name="Premium")
    address = f"/studio/snippets/brand_kits/brandkit/edit/{sub.pk}/"
    form = studio.client.get(address, {"own": "colours/accent"}).context["form"]
    assert [dict(b["value"])["role"] for b in form.initial["colours"].get_prep_value()] == [
        "accent"
    ]
    for key in ("colours/brand", "form/corner", "nothing", "colours/"):
        form = studio.client.get(address, {"own": key}).context["form"]
        assert not form.initial["colours"]
    assert not BrandKit.objects.get(pk=sub.pk).colours


# -- approvals


def test_of_a_draft_that_was_taken_back_nothing_is_remembered(brand, sub):
    """Its number may come again with other values."""
    brand.name = "Entwurf"
    draft = brand.save_revision()
    assert theme_of.theme_with(brand.pk, draft.pk).name == "Entwurf"
    Revision.objects.filter(pk=draft.pk).update(content={**draft.content, "name": "Ein anderer"})
    theme_of.forget()
    assert theme_of.theme_with(brand.pk, draft.pk).name == "Ein anderer"


@pytest.mark.capability("BK8")
def test_a_change_high_above_carries_approvals_with_its_version_as_the_cause(brand, sub):
    campaign = factories.campaign(factories.template(bodies.body(), kit=sub))
    member = campaign.partner.memberships.get().user
    assert rendered(campaign).inputs[f"kit:{brand.pk}"] == str(brand.live_revision_id)
    review = approval.submit(campaign, by=member)
    person = factories.hq()
    palette = [b for b in brand.colours.get_prep_value() if b["value"]["role"] != "text"]
    brand.colours = [*palette, colour("text", "#101010")]
    brand.save_revision(user=person).publish(user=person)
    assert recheck.recheck(review).outcome is recheck.Outcome.CARRIED
    carry = Carry.objects.get(review=review)
    assert list(carry.cause) == [f"kit:{brand.pk}"]
    assert carry.by == person
    assert compose.access_row(campaign.pk).pk


def test_reading_a_theme_costs_one_query_however_long_the_chain(
    brand, sub, django_assert_num_queries
):
    country = below(sub, name="Premium Austria")
    live(country)
    with django_assert_num_queries(1):
        live(country)
    with django_assert_num_queries(1):
        assert set(theme_of.versions(country.pk)) == {"kit", f"kit:{sub.pk}", f"kit:{brand.pk}"}
