"""Everything a test needs to stand on, made as the product makes it."""

from __future__ import annotations

import itertools
import uuid
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from wagtail.models import Locale, Page

from brand_kits.models import BrandKit, Claim, Network, Testimonial
from cms.models import (
    Approval,
    CampaignTemplateIndexPage,
    CampaignTemplatePage,
    SharedBlock,
    User,
)
from partner_spaces import compose
from partner_spaces.models import Campaign, Membership, Partner, PartnerRole

PASSWORD = "vier Reifen und ein Rad"
_count = itertools.count(1)

COLOURS = {
    "brand": "#0a4c57",
    "on_brand": "#ffffff",
    "text": "#1c2528",
    "background": "#ffffff",
    "surface": "#f2f5f5",
    "accent": "#b3400b",
    "on_accent": "#ffffff",
}
IMPRINT = (
    "{{ partner.legal_name }}\n{{ partner.street }}, {{ partner.postcode }} {{ partner.city }}\n"
    "Telefon {{ partner.phone }}, {{ partner.email }}"
)
REQUIRED = ("partner.legal_name", "partner.street", "partner.postcode", "partner.city")


def _raw(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


def network(**values: Any) -> Network:
    number = next(_count)
    return Network.objects.create(
        **{"name": f"Nordring {number}", "slug": f"netz-{number}", **values}
    )


def hq(**values: Any) -> User:
    """Headquarters' administrator."""
    return _user(is_superuser=True, is_staff=True, **values)


def reviewer(**values: Any) -> User:
    """Somebody at headquarters who may decide reviews, and nothing else."""
    user = _user(**values)
    user.user_permissions.add(
        Permission.objects.get(codename="decide_review"),
        Permission.objects.get(codename="access_admin"),
    )
    return user


@cache
def _hashed() -> str:
    """Hashing takes as long as everything else in a test: once."""
    return make_password(PASSWORD)


def _user(**values: Any) -> User:
    email = values.pop("email", f"person{next(_count)}@nordring.example")
    return User.objects.create(
        username=email,
        email=email,
        password=_hashed(),
        **{"first_name": "Kim", "last_name": f"Muster {next(_count)}", **values},
    )


def kit(by: User | None = None, **values: Any) -> BrandKit:
    """A published brand kit with the six roles and an imprint for Germany in both languages."""
    imprints = [
        _raw(
            "imprint",
            {"country": "DE", "language": language, "text": IMPRINT, "required": list(REQUIRED)},
        )
        for language in ("de", "en")
    ]
    colours = [
        _raw("colour", {"role": role, "value": value, "name": role})
        for role, value in COLOURS.items()
    ]
    made = BrandKit(
        **{
            "name": f"Marke {next(_count)}",
            "colours": colours,
            "styles": [],
            "logos": [],
            "imprints": imprints,
            **values,
        }
    )
    made.save()
    made.save_revision(user=by).publish(user=by)
    made.refresh_from_db()
    return made


def index() -> CampaignTemplateIndexPage:
    found = CampaignTemplateIndexPage.objects.first()
    if found is None:
        Locale.objects.get_or_create(language_code="de")
        root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
        found = root.add_child(
            instance=CampaignTemplateIndexPage(title="Kampagnen", slug=f"kampagnen-{next(_count)}")
        )
    return found


def template(
    body: list[dict[str, Any]] | None = None, *, by: User | None = None, **values: Any
) -> CampaignTemplatePage:
    """A published campaign template, open to all networks unless `networks` says otherwise."""
    if body is None:
        from tests.bodies import a_body

        body = a_body()
    networks = values.pop("networks", [])
    number = next(_count)
    page = CampaignTemplatePage(
        **{
            "title": f"Räderwechsel {number}",
            "slug": f"raederwechsel-{number}",
            "kit": values.pop("kit", None) or kit(by=by),
            "approval": Approval.AUTO,
            "body": body,
            **values,
        }
    )
    index().add_child(instance=page)
    page.networks = networks
    page.save()
    return publish(page, by=by)


def publish(
    page: CampaignTemplatePage, body: list[dict[str, Any]] | None = None, *, by: User | None = None
) -> CampaignTemplatePage:
    """Headquarters publishes the template (with another body)."""
    if body is not None:
        page.body = body
    page.save_revision(user=by).publish(user=by)
    return CampaignTemplatePage.objects.get(pk=page.pk)


def partner(**values: Any) -> Partner:
    """A partner with complete master data."""
    number = next(_count)
    return Partner.objects.create(
        **{
            "name": f"Autohaus Meier {number}",
            "slug": f"meier-{number}",
            "network": values.pop("network", None) or network(),
            "street": "Hauptstr. 12",
            "postcode": "28876",
            "city": "Oyten",
            "phone": "+49 4207 12345",
            "email": f"info{number}@meier.example",
            "website": "https://meier.example",
            "hours": "Mo–Fr 8–18 Uhr, Sa 9–13 Uhr",
            "legal_name": "Autohaus Meier GmbH",
            "represented_by": "Jana Meier",
            "register_court": "Amtsgericht Walsrode",
            "register_number": "HRB 1234",
            "vat_id": "DE123456789",
            **values,
        }
    )


def member(
    of: Partner | None = None, role: PartnerRole | str = PartnerRole.OWNER, **values: Any
) -> User:
    """A person in a space, as an accepted invitation would leave it."""
    of = of or partner()
    user = _user(**values)
    Membership.objects.create(user=user, partner=of, role=role)
    if of.opened_at is None:
        of.opened_at = user.date_joined
        of.save(update_fields=["opened_at"])
    return user


def campaign(
    of: CampaignTemplatePage | None = None,
    *,
    by: User | None = None,
    partner: Partner | None = None,
    overlay: dict[str, Any] | None = None,
) -> Campaign:
    """A campaign, made and saved through the doors every screen uses."""
    page = of or template()
    if by is not None:
        space = partner or by.memberships.get().partner
    else:
        space = partner or globals()["partner"]()
        by = member(space, PartnerRole.EDITOR)
    made = compose.start(page, partner=space, by=by)
    if overlay is not None:
        compose.save_overlay(made.pk, overlay, if_match=made.rev, by=by)
        made = compose.access_row(made.pk)
    return made


def shared_block(
    body: list[dict[str, Any]], *, by: User | None = None, **values: Any
) -> SharedBlock:
    """A published shared block."""
    plain = {"name": f"Baustein {next(_count)}", "kit": values.pop("kit", None) or kit(by=by)}
    made = SharedBlock(live=False, body=body, **{**plain, **values})
    made.save()
    made.save_revision(user=by).publish(user=by)
    made.refresh_from_db()
    return made


def claim(of: BrandKit, *, networks: Any = (), by: User | None = None, **values: Any) -> Claim:
    """A published claim of this kit, in German, for all networks unless some are given."""
    plain = {"text_de": "Ein Ring. Ein Wort.", "evidence": "Umfrage 2025, n = 4.120"}
    made = Claim(kit=of, live=False, everywhere=not networks, **{**plain, **values})
    return _said(made, networks, by)


def voice(
    of: BrandKit, *, networks: Any = (), by: User | None = None, **values: Any
) -> Testimonial:
    """A published customer's voice of this kit, in German."""
    plain = {"author": "Petra B.", "quote_de": "In zwanzig Minuten fertig.", "consent": "Brief"}
    made = Testimonial(kit=of, live=False, everywhere=not networks, **{**plain, **values})
    return _said(made, networks, by)


def _said(made: Any, networks: Any, by: User | None) -> Any:
    made.save()
    made.networks = networks
    made.save_revision(user=by).publish(user=by)
    return type(made).objects.get(pk=made.pk)
