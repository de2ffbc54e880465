"""Starting, keeping, copying and putting away campaigns."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from blocks.overlay import OverlayRefused
from partner_spaces import approval, compose
from partner_spaces.errors import NotAllowed, Refused, Stale
from partner_spaces.models import Campaign, PartnerRole
from tests import factories
from tests.spaces import bodies as b
from tests.spaces.conftest import Door


def refresh(campaign: Campaign) -> Campaign:
    return compose.access_row(campaign.pk)


def headline(text: str) -> dict[str, Any]:
    return b.overlay({b.HERO: ("hero", {"headline": text})})


def test_a_campaign_starts_from_a_template_of_ones_own_network_alone(
    space: Any, editor: Any
) -> None:
    own = factories.template(b.body(), networks=[space.network])
    foreign = factories.template(b.body(), networks=[factories.network()])
    assert compose.start(own, partner=space, by=editor).overlay["edits"] == {}
    with pytest.raises(NotAllowed):
        compose.start(foreign, partner=space, by=editor)
    own.unpublish()
    with pytest.raises(NotAllowed):
        compose.start(own, partner=space, by=editor)


def test_a_viewer_starts_and_writes_nothing(campaign: Any, space: Any, template: Any) -> None:
    viewer = factories.member(space, PartnerRole.VIEWER)
    for forbidden in (
        lambda: compose.start(template, partner=space, by=viewer),
        lambda: compose.save_overlay(campaign.pk, headline("x"), if_match=1, by=viewer),
        lambda: compose.save_version(campaign, by=viewer),
        lambda: compose.rename(campaign, "x", by=viewer),
        lambda: compose.copy(campaign, by=viewer),
        lambda: compose.archive(campaign, by=viewer),
        lambda: compose.restore(campaign, by=viewer),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_a_foreign_campaign_is_not_there_to_be_saved(campaign: Any) -> None:
    with pytest.raises(Campaign.DoesNotExist):
        compose.save_overlay(campaign.pk, headline("x"), if_match=1, by=factories.member())


def test_a_kept_version_comes_back_under_todays_locks(
    campaign: Any, template: Any, editor: Any, door: Door
) -> None:
    door.put(
        campaign,
        b.overlay(
            {b.HERO: ("hero", {"headline": "Erste"}), b.BUTTON: ("button", {"label": "Los"})}
        ),
    )
    kept = compose.save_version(campaign, by=editor)
    door.put(campaign, headline("Zweite"))
    body = b.body()
    b.find(body, b.BUTTON)["value"]["locks"] = b.locks()
    factories.publish(template, body)
    saved = compose.revert(campaign.pk, kept.pk, if_match=refresh(campaign).rev, by=editor)
    assert saved.overlay["edits"] == {b.HERO: {"kind": "hero", "values": {"headline": "Erste"}}}
    assert [f.code for f in saved.findings] == ["lock.field"]
    with pytest.raises(Stale):
        compose.revert(campaign.pk, kept.pk, if_match=1, by=editor)


def test_a_revision_keeps_whose_it_is_and_how_often_it_was_saved(
    campaign: Any, editor: Any, door: Door
) -> None:
    kept = compose.save_version(campaign, by=editor)
    door.put(campaign, headline("Neu"))
    now = refresh(campaign)
    kept.content |= {"partner": factories.partner().pk, "rev": 77}
    as_it_was = now.with_content_json(kept.content)
    assert (as_it_was.partner_id, as_it_was.rev) == (now.partner_id, 2)
    assert as_it_was.overlay["edits"] == {}


def test_a_copy_has_the_words_and_none_of_the_reviews(
    campaign: Any, editor: Any, door: Door
) -> None:
    door.put(campaign, headline("Winter in Oyten"))
    approval.submit(refresh(campaign), by=editor)
    copy = compose.copy(refresh(campaign), by=editor)
    assert copy.overlay["edits"] == refresh(campaign).overlay["edits"]
    assert (copy.rev, approval.latest(copy)) == (1, None)
    assert copy.uuid != campaign.uuid


def test_an_archived_campaign_is_not_edited_until_it_is_back(
    campaign: Any, editor: Any, door: Door
) -> None:
    compose.archive(campaign, by=editor)
    assert door.put(campaign, headline("x")).status_code == 409
    with pytest.raises(Refused):
        approval.submit(refresh(campaign), by=editor)
    compose.restore(campaign, by=editor)
    assert door.put(campaign, headline("x")).status_code == 200


def test_a_title_is_a_short_word_of_ones_own(campaign: Any, editor: Any) -> None:
    assert compose.rename(campaign, "  Herbst  ", by=editor).title == "Herbst"
    for wrong in ("", "   ", "x" * 121):
        with pytest.raises(ValidationError):
            compose.rename(refresh(campaign), wrong, by=editor)
    assert refresh(campaign).title == "Herbst"


@pytest.mark.parametrize("wrong", [{"v": 2}, {}, {"v": 1, "edits": {"a": 1.5}}])
def test_no_screen_saves_what_is_no_overlay(campaign: Any, editor: Any, wrong: Any) -> None:
    with pytest.raises(OverlayRefused):
        compose.save_overlay(campaign.pk, wrong, if_match=1, by=editor)


def test_the_mail_is_the_same_bytes_wherever_it_is_compiled(
    campaign: Any, door: Door, editor: Any
) -> None:
    from partner_spaces.rendering import rendered

    saved = door.put(campaign, headline("Überall gleich")).json()
    review = approval.submit(refresh(campaign), by=editor)
    assert saved["mail"] == review.mail == rendered(refresh(campaign)).mail
    assert approval.rendered_review(review).mail == review.mail


def test_harmful_words_stay_words(campaign: Any, door: Door) -> None:
    from partner_spaces.rendering import rendered

    bad = "</mj-text><script>x()</script>{% x"
    door.put(
        campaign,
        b.overlay(
            {
                b.TEXT: ("text", {"text": f"<p onclick='x()'>{bad}</p><script>alert(1)</script>"}),
                b.BUTTON: ("button", {"label": "<b>\u202edead\u200b</b>"}),
            }
        ),
    )
    mail = rendered(refresh(campaign)).compiled
    html = mail.preview_html()
    assert "<script" not in html
    assert "onclick" not in html
    assert "\u202e" not in html
    assert "&lt;b&gt;" in html
    assert json.loads(json.dumps(mail.to_json()))["mail"] == mail.mail
