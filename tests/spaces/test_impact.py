"""What a draft of a brand kit would change: counted first, found in batches, true after publishing."""

from __future__ import annotations

import tracemalloc
import uuid

import pytest
from django.test import Client

from blocks.differs import Side, differ
from blocks.pictures import Shelf
from brand_kits import theme_of
from brand_kits.models import BrandKit
from cms.studio_preview import SAMPLE_PARTNER, shown
from partner_spaces import approval, impact, partners
from partner_spaces.models import Campaign
from partner_spaces.rendering import headquarters, rendered
from tests import factories
from tests.bodies import a_body
from tests.brand_kits.test_imprints import raw as imprint
from tests.brand_kits.test_inheritance import below
from tests.brand_kits.test_kit import colours, style
from tests.brand_kits.test_logos import HEAD, logo, picture, slot
from tests.desk.test_axe import signed_in
from tests.spaces import bodies as b


def block(kind, **values):
    return {"type": kind, "id": str(uuid.uuid4()), "value": values}


PLAIN = [  # no button, no surface: a mail that an accent does not touch
    *[one for one in b.body() if one["type"] in ("envelope", "text")][:2],
    b.body()[-1],
]


@pytest.fixture
def brand(db):
    kit = factories.kit(name="Nordring", opens=["colours/accent"], logos=[logo(picture())])
    return BrandKit.objects.get(pk=kit.pk)


@pytest.fixture
def many(brand):
    """Four templates, two of a kit below; campaigns of three partners, some made local."""
    sub = below(
        brand, name="Premium", own=[block("colour", role="accent", value="#114488", name="")]
    )
    pages = [
        factories.template(b.body(), kit=brand),
        factories.template([a_body()[0], HEAD, *a_body()[1:]], kit=brand),
        factories.template(b.body(), kit=sub),
        factories.template(PLAIN, kit=sub),
    ]
    spaces = [factories.partner(country=c) for c in ("DE", "DE", "DE")]
    partners.update(spaces[1], {"logo": picture(300, 150)}, by=factories.hq())
    rows = []
    for page in pages:
        for space in spaces:
            member = factories.member(space)
            rows.append(factories.campaign(page, by=member, partner=space))
    for row in rows[:2]:
        own = b.overlay({b.HERO: ("hero", {"headline": f"Winter {row.pk}"})})
        Campaign.objects.filter(pk=row.pk).update(overlay=own)
    return pages, rows


def mails():
    found = Campaign.objects.select_related("partner", "template")
    return {row.pk: rendered(row).mail for row in found}


def begun(pages):
    """The mail a partner begins with, of each template."""
    found = {}
    for page in pages:
        theme = theme_of.live_theme(page.kit_id)
        compiled = shown(
            page.raw_body(), theme, language=page.language, shelf=page.shelf()
        ).compiled
        found[page.pk] = compiled.mail if compiled else ""
    return found


def said(kit, limit=2):
    """Everything the preview says: the changed campaigns, and the changed templates."""
    draft = impact.draft_of(kit)
    changed, after, looked = set(), impact.BEGIN, 0
    while after is not None:
        found = impact.batch(kit, draft, after=after, limit=limit)
        changed |= {one.id for one in found.changed}
        looked, after = looked + found.looked, found.last
    assert looked == sum(impact.campaigns_by_template(kit).values())
    templates = {page.pk for page, differs in impact.changed_templates(kit, draft) if differs}
    return changed, templates


CHANGES = {
    "accent": {"colours": colours(accent="#225522")},
    "brand": {"colours": colours(brand="#223344")},
    "text": {"colours": colours(text="#111111")},
    "muted": {"colours": [*colours(), block("colour", role="muted", value="#333333", name="")]},
    "own name of a colour": {
        "colours": [{**c, "value": {**c["value"], "name": "Neu"}} for c in colours()]
    },
    "heading": {"styles": [style(size=44)]},
    "small": {"styles": [style(style="small", size=15, weight="400")]},
    "body font": {"styles": [style(style="body", fallback="Georgia", weight="400")]},
    "price": {"styles": [style(style="price", size=44)]},
    "corner": {"corner": 12},
    "name": {"name": "Südring"},
    "imprint": {"imprints": [imprint("DE", "de", factories.IMPRINT + "\nNeu")]},
    "another country's imprint": {
        "imprints": [imprint(c, "de", factories.IMPRINT) for c in ("DE", "AT")]
    },
    "tone": {"tone": [block("exclamations", language="de", limit=1, good="", bad="")]},
    "place for logos": {"cobrand": [slot()]},
    "opens": {"opens": []},
    "nothing": {},
}


@pytest.mark.capability("BK9")
@pytest.mark.parametrize("name", CHANGES)
def test_what_is_foretold_is_what_changes_when_the_draft_is_published(brand, many, name):
    pages, _rows = many
    for field, value in CHANGES[name].items():
        setattr(brand, field, value)
    revision = brand.save_revision()
    kit = BrandKit.objects.get(pk=brand.pk)
    changed, templates = said(kit)
    before, first = mails(), begun(pages)
    revision.publish()
    after, second = mails(), begun(pages)
    assert changed == {pk for pk, mail in before.items() if after[pk] != mail}
    assert templates == {pk for pk, mail in first.items() if second[pk] != mail}
    if name in ("nothing", "tone", "own name of a colour"):
        assert not changed
    if name in ("brand", "text"):
        assert changed


@pytest.mark.capability("BK9")
def test_a_new_logo_and_a_new_parent_are_foretold_too(brand, many):
    pages, _rows = many
    brand.logos = [logo(picture(640, 200), width=180)]
    brand.save_revision()
    changed, _templates = said(BrandKit.objects.get(pk=brand.pk))
    assert changed
    sub = BrandKit.objects.get(name="Premium")
    other = factories.kit(colours=colours(text="#552255"), opens=["colours/accent"])
    sub.parent = other
    revision = sub.save_revision()
    foretold, templates = said(BrandKit.objects.get(pk=sub.pk))
    before, first = mails(), begun(pages)
    revision.publish()
    after, second = mails(), begun(pages)
    assert foretold == {pk for pk, mail in before.items() if after[pk] != mail}
    assert (
        templates
        == {pk for pk, mail in first.items() if second[pk] != mail}
        == {
            pages[2].pk,
            pages[3].pk,
        }
    )


def test_a_colour_that_is_taken_away_is_foretold_as_it_comes(brand):
    brand.colours = [*colours(), block("colour", role="muted", value="#333333", name="")]
    brand.save_revision().publish()
    body = b.body()
    button = next(one for one in body if one["type"] == "button")
    locks = {"mode": "choice", "options": "brand\naccent"}
    button["value"]["locks"]["fields"]["colour"] = locks
    campaign = factories.campaign(factories.template(body, kit=brand))
    own = b.overlay({button["id"]: ("button", {"colour": "accent"})})
    Campaign.objects.filter(pk=campaign.pk).update(overlay=own)
    brand.colours = colours()
    revision = brand.save_revision()
    changed, _templates = said(BrandKit.objects.get(pk=brand.pk))
    before = mails()
    revision.publish()
    assert changed == {pk for pk, mail in mails().items() if before[pk] != mail}


@pytest.mark.capability("BK9")
def test_only_unsent_campaigns_count(brand, many):
    _pages, rows = many
    everything = sum(impact.campaigns_by_template(brand).values())
    assert everything == len(rows)
    sent, edited, archived = rows[0], rows[1], rows[2]
    for row in (sent, edited):
        fresh = Campaign.objects.get(pk=row.pk)
        review = approval.submit(fresh, by=fresh.created_by)
        approval.sent(review, at=review.submitted_at)
    Campaign.objects.filter(pk=edited.pk).update(rev=99)
    Campaign.objects.filter(pk=archived.pk).update(archived_at=archived.created_at)
    brand.colours = colours(brand="#223344")
    brand.save_revision()
    kit = BrandKit.objects.get(pk=brand.pk)
    assert sum(impact.campaigns_by_template(kit).values()) == everything - 2
    changed, _templates = said(kit)
    assert edited.pk in changed
    assert not {sent.pk, archived.pk} & changed


def test_two_mails_that_cannot_be_built_are_the_same(brand):
    hq = headquarters(factories.template(kit=brand))
    broken = [{"type": "nothing", "id": "x", "value": {}}]
    shelf = Shelf()

    def side(blocks, theme=hq.theme):
        return Side(blocks, theme, None, shelf, "de")

    assert not differ(side(broken), side(broken), SAMPLE_PARTNER)
    assert differ(side(broken), side([]), SAMPLE_PARTNER)
    assert differ(side([]), side(broken), SAMPLE_PARTNER)


# -- the screen


def address(kit, *more):
    return "/".join(["/studio/impact", str(kit.pk), *map(str, more)]) + "/"


@pytest.fixture
def studio(db):
    client = Client()
    client.force_login(factories.hq())
    return client


@pytest.fixture
def drafted(brand, many):
    brand.colours = colours(brand="#223344")
    brand.save_revision()
    return BrandKit.objects.get(pk=brand.pk)


@pytest.mark.capability("BK9")
def test_the_page_says_counts_first_and_the_batches_follow(studio, drafted, many):
    pages, rows = many
    page = studio.get(address(drafted))
    assert page.context["counts"] == impact.Counts(len(pages), len(rows))
    changed, after, asked = [], "", 0
    while after is not None:
        answer = studio.get(
            address(drafted, "batch"),
            {"draft": page.context["draft"], "after": after, "limit": 4},
        ).json()
        changed += answer["changed"]
        after, asked = answer["after"], asked + answer["looked"]
    assert asked == len(rows)
    foretold, _templates = said(drafted)
    assert {one["id"] for one in changed} == foretold
    assert all(set(one) == {"id", "title", "partner", "template"} for one in changed)


def test_what_kits_below_may_change_is_named_too(studio, brand):
    brand.opens = ["logos"]
    brand.save_revision()
    values = studio.get(address(BrandKit.objects.get(pk=brand.pk))).context["values"]
    assert values == [("offen für Marken darunter", "Akzent (Knöpfe)", "Logos")]


def test_without_a_draft_the_page_says_that_nothing_would_change(studio, brand):
    answer = studio.get(address(brand)).content.decode()
    assert "nichts, was noch nicht veröffentlicht ist" in answer


def test_a_batch_of_a_draft_that_is_no_longer_the_last_is_refused(studio, drafted):
    old = impact.draft_of(drafted)
    drafted.colours = colours(brand="#553344")
    drafted.save_revision()
    gone = studio.get(address(drafted, "batch"), {"draft": old})
    assert gone.status_code == 409
    for wrong in ("", "x", "0", str(10**30)):
        assert studio.get(address(drafted, "batch"), {"draft": wrong}).status_code == 409
    latest = impact.draft_of(BrandKit.objects.get(pk=drafted.pk))
    for after in ("x", "1", "1.2.3", f"{10**30}.1", "-1.0"):
        answer = studio.get(address(drafted, "batch"), {"draft": latest, "after": after})
        assert answer.status_code == 400
    many_ = studio.get(address(drafted, "batch"), {"draft": latest, "limit": 10**9})
    assert many_.status_code == 200


def test_nobody_but_headquarters_looks(drafted):
    for user in (factories.member(), factories.reviewer()):
        client = Client()
        client.force_login(user)
        for url in (address(drafted), address(drafted, "batch")):
            answer = client.get(url, {"draft": impact.draft_of(drafted)})
            assert answer.status_code in (302, 403, 404)  # the Studio sends who may not away
            assert "Premium" not in answer.content.decode()
    assert Client().get(address(drafted)).status_code == 302


def test_no_list_without_the_script(studio, drafted):
    page = studio.get(address(drafted), {"all": "1"})
    foretold, _templates = said(drafted)
    assert len(page.context["changed"]) == len(foretold)


def test_ten_times_the_campaigns_need_no_more_memory(drafted, many):
    pages, rows = many
    made = [
        Campaign(partner=rows[0].partner, template=pages[0], title=f"K {n}", overlay={})
        for n in range(400)
    ]
    Campaign.objects.bulk_create(made)
    draft = impact.draft_of(drafted)

    def peak(limit):
        tracemalloc.start()
        after = impact.BEGIN
        while after is not None:
            after = impact.batch(drafted, draft, after=after, limit=limit).last
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(50)
    few = peak(50)
    Campaign.objects.bulk_create(
        Campaign(partner=rows[0].partner, template=pages[0], title=f"M {n}", overlay={})
        for n in range(4000)
    )
    assert peak(50) < 2 * few + 1_000_000


@pytest.mark.browser
@pytest.mark.capability("BK9")
def test_it_counts_as_it_goes_stops_when_asked_and_goes_on_where_it_was(
    drafted, many, live_server, browser_context, monkeypatch
):
    pages, rows = many
    Campaign.objects.bulk_create(
        Campaign(partner=rows[0].partner, template=pages[0], title=f"K {n}", overlay={})
        for n in range(60)
    )
    monkeypatch.setattr(impact, "BATCH", 1)
    signed_in(browser_context, live_server, factories.hq())
    page = browser_context.new_page()
    page.goto(live_server.url + address(drafted))
    page.locator("[data-stop]").click()
    page.get_by_text("Angehalten").wait_for()
    done = page.locator("[data-sum]").inner_text()
    page.wait_for_timeout(400)
    assert page.locator("[data-sum]").inner_text() == done
    assert not done.startswith("72 ")
    for press in ("go", "stop", "go"):  # while a batch is on its way
        page.locator(f"[data-{press}]").click()
    page.get_by_text("Alle Kampagnen sind verglichen.").wait_for()
    foretold, _templates = said(drafted, limit=500)
    assert page.locator("[data-changed]").inner_text() == str(len(foretold))
    assert page.locator("[data-list] li").count() == len(foretold)
    assert page.locator("[data-sum]").inner_text() == "72 von 72 verglichen"
