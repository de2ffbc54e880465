"""A partner's master data: changing them, and the three ways a mail hears of them.

Legal data (the imprint) and words (whatever the partner wrote freely) are part of what was
approved: changing them opens an approval again. Branch data (telephone, address, hours) are
typed; a change of them is carried. A branch field whose value is not of its type counts as words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from blocks.canonical import dumps
from brand_kits.findings import Finding
from brand_kits.theme import Imprint
from cms.models import User
from partner_spaces import access
from partner_spaces.errors import NotAllowed
from partner_spaces.models import Partner, PartnerRole

LEGAL = ("legal_name", "represented_by", "register_court", "register_number", "vat_id")
BRANCH = ("street", "postcode", "city", "phone", "hours")
WORDS = ("name", "email", "website", "from_name", "reply_to")
SENDER = ("from_local", "logo_id")  # in no mail's text: address and picture
EDITABLE = (*LEGAL, *BRANCH, *WORDS, *SENDER, "language", "country")
HEADQUARTERS = ("network_id", "slug", "requires_approval", "active")

_DAY = r"(?:Mo|Di|Mi|Do|Fr|Sa|So|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?"
_TIME = r"\d{1,2}(?:[:.]\d{2})?(?: ?(?:Uhr|am|pm|h))?"
_TO = r" ?(?:-|–|bis|to) ?"
_SPAN = rf"(?:{_DAY}(?:{_TO}{_DAY})?:? ?)(?:{_TIME}{_TO}{_TIME}|geschlossen|closed)"
TYPED: Mapping[str, re.Pattern[str]] = {
    "street": re.compile(r"[\w .'’/-]{1,100}? ?\d{0,5} ?[a-zA-Z]?(?:-\d{1,5}[a-zA-Z]?)?"),
    "postcode": re.compile(r"[A-Z0-9][A-Z0-9 -]{2,10}"),
    "city": re.compile(r"[^\W\d_][\w .'’()/-]{1,78}"),
    "phone": re.compile(r"(?:\+|0)[0-9 ()/-]{4,24}"),
    "hours": re.compile(
        rf"{_SPAN}(?:(?:, ?| und | and |; ?){_SPAN}|(?: und | and |, ?){_TIME}{_TO}{_TIME})*"
    ),
}


def facts(partner: Partner) -> dict[str, str]:
    """The `partner.*` fields of merge texts and imprint, folded into a mail when it is compiled.

    Who chose no sender name sends under the company's.
    """
    names = ("name", *BRANCH, "email", "website", *LEGAL, "reply_to")
    known = {f"partner.{name}": str(getattr(partner, name) or "") for name in names}
    return {**known, "partner.from_name": partner.from_name or partner.name}


def legal(partner: Partner) -> dict[str, str]:
    """What `said` hears of the imprint."""
    return {name: getattr(partner, name) for name in (*LEGAL, "language", "country")}


def branch(partner: Partner) -> dict[str, str]:
    """The typed branch data: no words, so `said` does not hear them."""
    return {n: getattr(partner, n) for n in BRANCH if _is_typed(n, getattr(partner, n))}


def words(partner: Partner) -> dict[str, str]:
    """What the partner wrote freely, branch fields that are not of their type among it."""
    loose = (n for n in BRANCH if not _is_typed(n, getattr(partner, n)))
    return {name: getattr(partner, name) for name in (*WORDS, *loose)}


def _is_typed(name: str, value: str) -> bool:
    return not value or TYPED[name].fullmatch(value) is not None


def missing_legal(partner: Partner, imprint: Imprint | None) -> list[str]:
    """The fields the imprint of the partner's country asks for and the partner has not filled in.

    ["imprint"] when headquarters' kit has no imprint for that country at all.
    """
    if imprint is None:
        return ["imprint"]
    known = facts(partner)
    return [field for field in imprint.required if not known.get(field, "").strip()]


def legal_findings(partner: Partner, imprint: Imprint | None) -> tuple[Finding, ...]:
    """`legal.missing`, one a field, named as `partner.vat_id`."""
    return tuple(
        Finding("legal.missing", field=field, value="", ask="space-owner")
        for field in missing_legal(partner, imprint)
    )


def update(partner: Partner, changes: Mapping[str, Any], *, by: User) -> Partner:
    """Writes master data. An owner may change EDITABLE, headquarters those and HEADQUARTERS.

    NotAllowed for anybody else or any other field; ValidationError for what a field does not take.
    Approvals hear of it when they are rechecked.
    """
    allowed: tuple[str, ...] = ()
    if access.is_hq(by):
        allowed = (*EDITABLE, *HEADQUARTERS, "network")
    elif access.reaches(access.role_in(by, partner), PartnerRole.OWNER):
        allowed = EDITABLE
    if not set(changes) <= {*allowed, *(n.removesuffix("_id") for n in allowed)} or not allowed:
        raise NotAllowed
    with transaction.atomic():
        fresh = Partner.objects.select_for_update().get(pk=partner.pk)
        before = dumps([facts(fresh), legal(fresh), words(fresh), fresh.logo_id or 0])
        for name, value in changes.items():
            setattr(fresh, name, value)
        named = {fresh._meta.get_field(name).name for name in changes}
        fresh.full_clean(exclude={f.name for f in fresh._meta.fields} - named)
        if dumps([facts(fresh), legal(fresh), words(fresh), fresh.logo_id or 0]) != before:
            fresh.facts_by = by
            fresh.save(update_fields=[*named, "facts_by"])
            Partner.objects.filter(pk=fresh.pk).update(facts_version=F("facts_version") + 1)
            fresh.refresh_from_db(fields=["facts_version"])
        elif named:
            fresh.save(update_fields=named)
    return fresh


def create(*, by: User, **values: Any) -> Partner:
    """A new partner, by headquarters. Nobody is in its space until an invitation is accepted."""
    if not access.is_hq(by):
        raise NotAllowed
    partner = Partner(**values)
    partner.full_clean()
    partner.save()
    return partner
