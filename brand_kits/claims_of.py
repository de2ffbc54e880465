"""Claims and testimonials as the floors above see them: what is published, as frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from brand_kits.claim_models import Claim as ClaimRow
from brand_kits.claim_models import Testimonial as TestimonialRow
from brand_kits.claims import Claim, Testimonial


def claims(kit_ids: Iterable[int]) -> Mapping[int, Claim]:
    """The live claims of these kits by id. Two queries.

    `version` is the live revision's id: recorded among headquarters' inputs, never hashed.
    """
    return _claims(kit__in=list(kit_ids))


def claims_by_id(ids: Iterable[int]) -> Mapping[int, Claim]:
    """Those of these claims that are live, of whatever kit. Two queries."""
    return _claims(pk__in=list(ids))


def testimonials(kit_ids: Iterable[int]) -> Mapping[int, Testimonial]:
    """As `claims`, the customers' voices."""
    return _testimonials(kit__in=list(kit_ids))


def testimonials_by_id(ids: Iterable[int]) -> Mapping[int, Testimonial]:
    """As `claims_by_id`, the customers' voices."""
    return _testimonials(pk__in=list(ids))


def _claims(**which: list[int]) -> Mapping[int, Claim]:
    rows = ClaimRow.objects.filter(live=True, **which).prefetch_related("networks")
    return MappingProxyType({row.pk: _claim(row) for row in rows})


def _testimonials(**which: list[int]) -> Mapping[int, Testimonial]:
    rows = TestimonialRow.objects.filter(live=True, **which).prefetch_related("networks")
    return MappingProxyType({row.pk: _testimonial(row) for row in rows})


def _claim(row: ClaimRow) -> Claim:
    products = (line.strip() for line in row.products.splitlines())
    return Claim(
        id=row.pk,
        texts=MappingProxyType(row.words()),
        evidence=row.evidence,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        scopes=row.scopes(),
        products=frozenset(p for p in products if p),
        version=row.live_revision_id or 0,
    )


def _testimonial(row: TestimonialRow) -> Testimonial:
    return Testimonial(
        id=row.pk,
        quotes=MappingProxyType(row.words()),
        author=row.author,
        role=row.role,
        picture=row.picture_id,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        scopes=row.scopes(),
        version=row.live_revision_id or 0,
    )
