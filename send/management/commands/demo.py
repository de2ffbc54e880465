"""`manage.py demo`: walks the whole line once without a browser; one JSON line of figures."""

from __future__ import annotations

import email
import json
import time
from email import policy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.utils import timezone

from cms.models import CampaignTemplatePage, User
from partner_spaces import approval, compose
from partner_spaces.models import Carry, Review
from partner_spaces.recheck import recheck
from partner_spaces.rendering import rendered
from partner_spaces.trust_centre import audience
from send.demo import templates
from send.demo.build import HERO, Demo, build, local_words
from send.dispatch import schedule
from send.drain import Drain
from send.models import Delivery

CLAIM = "Seit 1998 Ihr Nordring-Betrieb."


class Command(BaseCommand):
    help = "Publishes, edits, keeps a forged edit out, sends, changes the brand, shows the carry."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is for trying out: set EINKLANG_DEMO=1.")
        started = time.perf_counter()
        demo = build(campaigns=False)
        owner = User.objects.get(username="meike.tamm@brueckner.example")
        figures = {**_edited_and_sent(demo, owner), **_carried(demo, owner)}
        figures["seconds"] = round(time.perf_counter() - started, 1)
        self.stdout.write(json.dumps(figures, ensure_ascii=False))
        wrong = [name for name, value in figures.items() if value is False]
        if wrong:
            raise CommandError(f"The line is broken: {', '.join(wrong)}.")


def _edited_and_sent(demo: Demo, owner: User) -> dict[str, Any]:
    """A partner makes a template local, tries a forged edit, and sends."""
    partner = demo.partners["brueckner"]
    page = demo.templates["raederwechsel"]
    campaign = compose.start(page, partner=partner, by=owner)
    saved = compose.save_overlay(campaign.pk, local_words(), if_match=campaign.rev, by=owner)
    forged = local_words()
    forged["edits"][HERO]["values"]["claim"] = "Die billigste Werkstatt der Welt"
    kept = compose.save_overlay(campaign.pk, forged, if_match=saved.rev, by=owner)
    review = approval.submit(compose.access_row(campaign.pk), by=owner)
    before = audience.counts(partner.pk, purpose="marketing", channel="email")
    dispatch = schedule(review, send_at=timezone.now(), by=owner, audience={"segment": "everyone"})
    Drain().run(until_empty=True)
    mails = sorted(p for p in _mailbox(partner.slug).rglob("*") if p.is_file())
    accepted = Delivery.objects.filter(dispatch=dispatch, state="accepted").count()
    first = email.message_from_bytes(mails[-1].read_bytes(), policy=policy.default)
    link = str(first["List-Unsubscribe"]).strip("<>")
    path = link[len(settings.BASE_URL) :]
    client = Client(SERVER_NAME="localhost")
    shown, acted = client.get(path), client.post(path, {"List-Unsubscribe": "One-Click"})
    after = audience.counts(partner.pk, purpose="marketing", channel="email")
    text = first.get_body(("plain",))
    return {
        "forged_edit_kept_out": "billigste" not in json.dumps(kept.overlay)
        and any(f.code == "lock.field" for f in kept.findings),
        "approved_by": review.rule,
        "customers": before.total,
        "mails": len(mails),
        "accepted": accepted,
        "all_accepted": accepted == before.reachable,
        "imprint_in_mail": text is not None and partner.legal_name in str(text.get_content()),
        "unsubscribe_works": shown.status_code == acted.status_code == 200
        and after.suppressed == before.suppressed + 1,
    }


def _carried(demo: Demo, owner: User) -> dict[str, Any]:
    """Headquarters changes its claim; the unsent campaign shows it, and a Carry says why."""
    page = demo.templates["raederwechsel"]
    campaign = compose.start(page, partner=demo.partners["brueckner"], by=owner)
    compose.save_overlay(campaign.pk, local_words(), if_match=campaign.rev, by=owner)
    review = approval.submit(compose.access_row(campaign.pk), by=owner)
    fresh = CampaignTemplatePage.objects.get(pk=page.pk)
    body = [dict(block) for block in fresh.body.get_prep_value()]
    hero = next(block for block in body if block["id"] == templates.block_id("raeder/hero"))
    hero["value"] = {**hero["value"], "claim": CLAIM}
    fresh.body = body
    fresh.save_revision(user=demo.hq).publish(user=demo.hq)
    row = compose.access_row(campaign.pk)
    now = rendered(row)
    shows = now.compiled is not None and CLAIM in now.compiled.preview_text()
    recheck(Review.objects.get(pk=review.pk))
    carry = Carry.objects.filter(review=review).first()
    return {
        "unsent_shows_new_claim": shows,
        "rows_rewritten": 0 if row.rev == campaign.rev + 1 else 1,
        "carried": carry is not None and approval.latest(row) is not None,
        "carry_cause": sorted(carry.cause) if carry else [],
        "mail_that_may_go": approval.approved_mail(review) == now.mail,
    }


def _mailbox(slug: str) -> Path:
    return Path(settings.MAILBOX_DIR) / slug
