"""A template that may not go out to partners cannot be published by any door."""

from __future__ import annotations

import contextlib
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from cms.check_rules import CheckRules
from cms.errors import NotPublishable
from cms.models import CampaignTemplatePage
from cms.templates_of import live, live_body
from tests import bodies, factories
from tests.cms.studio import text


def no_legal():
    return [block for block in bodies.a_body() if block["type"] != "legal"]


def open_legal():
    body = bodies.a_body()
    body[-1]["value"]["locks"] = {"rights": {"remove": True}, "fields": {}}
    return body


def no_subject():
    body = bodies.a_body()
    envelope = bodies.find(body, bodies.ENVELOPE)["value"]
    envelope["subject"] = ""
    envelope["locks"]["fields"] = {}
    return body


def foreign_colour():
    body = bodies.a_body()
    bodies.find(body, bodies.BUTTON)["value"]["colour"] = "#ff0000"
    return body


def unknown_field():
    body = bodies.a_body()
    bodies.find(body, bodies.HERO)["value"]["text"] = "<p>{{ customer_number }}</p>"
    return body


def broken_condition():
    body = bodies.a_body()
    bodies.find(body, bodies.TEXT)["value"]["text"] = "<p>{% if last_name %}Hallo</p>"
    return body


def dead_condition():
    body = bodies.a_body()
    bodies.find(body, bodies.TEXT)["value"]["text"] = "<p>{% if partner.name %}Hallo{% endif %}</p>"
    return body


def unfillable_region():
    body = bodies.a_body()
    bodies.find(body, bodies.REGION)["value"] |= {"min": 3, "prototypes": []}
    return body


BROKEN = [
    no_legal,
    open_legal,
    no_subject,
    foreign_colour,
    unknown_field,
    broken_condition,
    dead_condition,
    unfillable_region,
]


def draft(page, body):
    """A draft as any program may save it: past every form."""
    page.body = body
    return page.save_revision(clean=False)


def stands_as(page):
    row = CampaignTemplatePage.objects.get(pk=page.pk)
    revision = live(row).revision
    return live_body(row, revision), revision


@pytest.mark.parametrize("broken", BROKEN)
def test_no_revision_of_a_broken_template_is_published(template, broken):
    before = stands_as(template)
    revision = draft(template, broken())
    with pytest.raises(NotPublishable) as refused:
        revision.publish()
    assert refused.value.messages
    assert isinstance(refused.value, ValidationError)
    assert stands_as(template) == before


@pytest.mark.parametrize("broken", [no_legal, no_subject, unknown_field])
def test_the_studio_says_what_is_missing_and_keeps_the_draft(studio, template, broken):
    before = stands_as(template)
    refused = studio.edit(template, broken(), publish=True)
    assert refused.status_code == 200
    assert stands_as(template) == before
    saved = studio.edit(template, broken(), publish=False)
    assert saved.status_code == 302
    assert len(
        CampaignTemplatePage.objects.get(pk=template.pk)
        .get_latest_revision()
        .as_object()
        .raw_body()
    ) == len(broken())


def test_the_refusal_names_the_block_and_the_cause(studio, template):
    page = text(studio.edit(template, unknown_field(), publish=True))
    assert "Baustein 3 (Aufmacher „Sicher durch den Winter“)" in page
    assert "customer_number" in page


def at_its_field(page, name):
    """What the form says beside the body: the error, found as the browser is told of it."""
    told = page.context["form"].errors.as_data()["body"][0]
    place = {child.id: n for n, child in enumerate(page.context["form"].instance.body)}[name]
    return told.block_errors[place]


@pytest.mark.capability("TL15")
def test_the_refusal_stands_at_the_field_at_any_depth(studio, template):
    body = bodies.a_body()
    bodies.find(body, bodies.HERO)["value"]["text"] = "<p>{{ customer_number }}</p>"
    offer = bodies.find(body, bodies.OFFER)["value"]
    offer["terms"] = "{% if first_name %}{% endif %}"
    page = studio.edit(template, body, publish=True)
    hero = at_its_field(page, bodies.HERO)
    assert set(hero.block_errors) == {"text"}
    region = at_its_field(page, bodies.REGION)
    [prototype] = region.block_errors["prototypes"].block_errors.values()
    assert set(prototype.block_errors) == {"terms"}


def test_a_whole_template_is_published_from_its_form(studio, template):
    body = bodies.a_body()
    bodies.find(body, bodies.HERO)["value"]["headline"] = "Der Winter kann kommen"
    published = studio.edit(template, body, publish=True)
    assert published.status_code == 302, text(published)[:3000]
    live, _revision = stands_as(template)
    assert bodies.find(live, bodies.HERO)["value"]["headline"] == "Der Winter kann kommen"
    assert bodies.find(live, bodies.HERO)["value"]["locks"]["fields"]["headline"]["mode"] == (
        "must_change"
    )


def test_the_bulk_action_publishes_none_of_several_if_one_is_broken(studio, template):
    whole = factories.template(title="Heil")
    hero = bodies.a_body()
    bodies.find(hero, bodies.HERO)["value"]["headline"] = "Neu"
    draft(whole, hero)
    draft(template, no_legal())
    before = stands_as(template), stands_as(whole)
    address = f"/studio/bulk/wagtailcore/page/publish/?id={whole.pk}&id={template.pk}&next=/studio/"
    answer = studio.client.post(address, {}, follow=True)
    assert (stands_as(template), stands_as(whole)) == before
    assert template.title in text(answer)
    assert "nicht veröffentlicht" in text(answer)


def test_a_schedule_publishes_no_broken_template_and_holds_up_no_other(template):
    other = factories.template(title="Pünktlich")
    soon = timezone.now() - timedelta(minutes=1)
    late = draft(template, no_legal())
    fine = bodies.a_body()
    bodies.find(fine, bodies.HERO)["value"]["headline"] = "Pünktlich"
    good = draft(other, fine)
    Revision.objects.filter(pk=late.pk).update(approved_go_live_at=soon - timedelta(minutes=1))
    Revision.objects.filter(pk=good.pk).update(approved_go_live_at=soon)
    before = stands_as(template)
    with pytest.raises(NotPublishable):
        call_command("publish_scheduled")
    assert stands_as(template) == before
    call_command("publish_scheduled")
    live, _revision = stands_as(other)
    assert bodies.find(live, bodies.HERO)["value"]["headline"] == "Pünktlich"


def test_a_live_row_cannot_be_written_past_publication(template):
    row = CampaignTemplatePage.objects.get(pk=template.pk)
    row.body = no_legal()
    with pytest.raises(NotPublishable):
        row.save(clean=False)
    with pytest.raises(ValidationError):
        factories.template(open_legal())


def test_drafts_saved_in_other_threads_let_no_broken_template_through(template):
    """Wagtail defers validation with a flag that all threads share; ours asks no flag."""
    stream = CampaignTemplatePage._meta.get_field("body").stream_block
    template.body = raw = no_legal()
    values = [stream.to_python(raw) for _ in range(4)]
    stop = threading.Event()

    def save_drafts(value):
        while not stop.is_set():
            with contextlib.suppress(ValidationError):  # the flag flickers for drafts too
                stream.clean_deferred(value)

    drafts = [threading.Thread(target=save_drafts, args=[value]) for value in values[1:]]
    for thread in drafts:
        thread.start()
    try:
        for _ in range(40):
            with contextlib.suppress(ValidationError):
                stream.clean(values[0])  # lets some through under load, hence our own check
            with pytest.raises(NotPublishable):
                template.require_publishable()
    finally:
        stop.set()
        for thread in drafts:
            thread.join()


def as_revision(page):
    page.get_latest_revision().publish()


def as_action(page):
    """As any program calls it that knows Wagtail's actions, its API among them."""
    PublishPageRevisionAction(page.get_latest_revision()).execute(skip_permission_checks=True)


def as_republished(page):
    CampaignTemplatePage.objects.get(pk=page.pk).unpublish()
    page.get_latest_revision().publish()


def as_scheduled(page):
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(clean=False).publish()


def as_reverted(page):
    revision = page.get_latest_revision()
    page.body = bodies.a_body()
    page.save_revision(clean=False)
    revision.publish(previous_revision=revision)


def as_row(page):
    page.live = True
    page.save(clean=False)


def as_copy(page):
    body = page.body
    copied = page.copy(update_attrs={"slug": "kopie", "title": "Kopie"}, keep_live=False)
    copied.body = body
    copied.live = True
    copied.save(clean=False)


@pytest.mark.capability("TL15")
@pytest.mark.parametrize(
    "door", [as_revision, as_action, as_republished, as_scheduled, as_reverted, as_row, as_copy]
)
def test_a_broken_template_comes_out_by_no_door(template, door):
    before = stands_as(template)[0]
    row = CampaignTemplatePage.objects.get(pk=template.pk)
    draft(row, dead_condition())
    with pytest.raises(NotPublishable):
        door(row)
    assert stands_as(template)[0] == before
    assert not CampaignTemplatePage.objects.filter(slug="kopie", live=True).exists()
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_the_form_after_unpublishing_asks_again(studio, template):
    template.unpublish()
    refused = studio.edit(template, dead_condition(), publish=True)
    assert refused.status_code == 200
    assert not CampaignTemplatePage.objects.get(pk=template.pk).live


@pytest.mark.capability("VE11")
def test_a_hint_is_said_and_publishes_and_headquarters_makes_it_stricter(studio, template):
    body = bodies.a_body()
    vague = '<p><a href="https://nordring.example">hier</a></p>'
    bodies.find(body, bodies.TEXT)["value"]["text"] = vague
    said = studio.edit(template, body, publish=True)
    assert said.status_code == 302
    page = studio.client.get("/studio/").content.decode()
    assert "Veröffentlicht, mit Hinweisen." in page
    assert "sagt nicht, wohin er führt" in page
    rules = CheckRules.load()
    for grade, status in (("error", 200), ("ignore", 302)):
        form = {f.name: getattr(rules, f.name) for f in CheckRules._meta.fields}
        form["template_link_text"] = grade
        saved = studio.client.post(f"/studio/settings/cms/checkrules/{rules.pk}/", form)
        assert saved.status_code == 302
        assert studio.edit(template, body, publish=True).status_code == status
    assert "mit Hinweisen" not in studio.client.get("/studio/").content.decode()
