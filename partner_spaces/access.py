"""Who may see and do what in the partner's rooms.

A person is headquarters' (Wagtail's groups) or a partner's (memberships), never both: a
membership shuts the Studio and the reviews.
"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from brand_kits.models import BrandKit
from cms.catalogue import available
from cms.models import CampaignTemplatePage, User
from partner_spaces.errors import NoSpace, NotAllowed
from partner_spaces.models import Campaign, Membership, Partner, PartnerRole, Review

SESSION_KEY = "partner"
RANK: dict[str, int] = {
    PartnerRole.VIEWER.value: 1,
    PartnerRole.EDITOR.value: 2,
    PartnerRole.OWNER.value: 3,
}
Person = User | AnonymousUser


def person(request: HttpRequest) -> User:
    """Who is signed in, behind a door that `cms.policy` opened for signed-in people alone."""
    return cast("User", request.user)


def is_member(user: Person) -> bool:
    """Whether the person belongs to any partner: such a person never is headquarters'."""
    return user.is_authenticated and Membership.objects.filter(user_id=user.pk).exists()


def is_hq(user: Person) -> bool:
    """May enter the Studio: Wagtail's own right, and no membership anywhere."""
    return (
        user.is_authenticated
        and user.is_active
        and user.has_perm("wagtailadmin.access_admin")
        and not is_member(user)
    )


def is_reviewer(user: Person) -> bool:
    """May decide reviews: the right to, and no membership anywhere."""
    return (
        user.is_authenticated
        and user.is_active
        and user.has_perm("partner_spaces.decide_review")
        and not is_member(user)
    )


def memberships(user: Person) -> QuerySet[Membership]:
    """Of active partners, the oldest first."""
    return (
        Membership.objects.filter(user=user.pk or 0, partner__active=True)
        .select_related("partner", "partner__network")
        .order_by("created_at", "pk")
    )


def role_in(user: Person, partner: Partner) -> PartnerRole | None:
    """The person's role in this space; None for a stranger or a space that is switched off."""
    if not user.is_authenticated or not user.is_active or not partner.active:
        return None
    role = Membership.objects.filter(user_id=user.pk, partner=partner).values_list("role").first()
    return PartnerRole(role[0]) if role else None


def require(user: Person, partner: Partner, role: PartnerRole) -> None:
    """NotAllowed unless the person has this role in the space, or a higher one."""
    if not reaches(role_in(user, partner), role):
        raise NotAllowed


def reaches(role: PartnerRole | str | None, needed: PartnerRole | str) -> bool:
    """Whether a role includes another: owner > editor > viewer."""
    return role is not None and RANK[str(role)] >= RANK[str(needed)]


def membership_of(request: HttpRequest) -> Membership | None:
    """The membership this session works in: the chosen space, else the first. Asked once."""
    if not hasattr(request, "membership"):
        mine = list(memberships(request.user)) if request.user.is_authenticated else []
        chosen = request.session.get(SESSION_KEY) if mine else None
        found = next((m for m in mine if m.partner_id == chosen), mine[0] if mine else None)
        request.membership = found  # type: ignore[attr-defined]
        request.memberships = mine  # type: ignore[attr-defined]
        request.partner = found.partner if found else None  # type: ignore[attr-defined]
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    return membership


def partner_of(request: HttpRequest) -> Partner:
    """The space this session works in. NoSpace for a person without one."""
    partner = partner_or_none(request)
    if partner is None:
        raise NoSpace
    return partner


def partner_or_none(request: HttpRequest) -> Partner | None:
    """The space this session works in, if the person has one."""
    membership = membership_of(request)
    return membership.partner if membership else None


def switch(request: HttpRequest, partner_id: int) -> Partner:
    """Work in another of one's own spaces from now on. NoSpace for a foreign or unknown one."""
    membership = memberships(request.user).filter(partner_id=partner_id).first()
    if membership is None:
        raise NoSpace
    request.session[SESSION_KEY] = partner_id
    for name in ("membership", "memberships", "partner"):
        if hasattr(request, name):
            delattr(request, name)
    return membership.partner


def admits(request: HttpRequest, who: str) -> bool:
    """Whether this person may use a door declared for `who` (cms.policy.Who). Unknown: no."""
    user = request.user
    word = str(who)
    if word == "public":
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    if word == "signed_in":
        return True
    if word == "hq":
        return is_hq(user)
    if word == "reviewer":
        return is_reviewer(user)
    if word == "inside":
        return is_hq(user) or is_reviewer(user) or memberships(user).exists()
    if word in RANK:
        membership = membership_of(request)
        return membership is not None and reaches(membership.role, word)
    return False


def for_member(user: Person) -> QuerySet[Campaign]:
    """The campaigns of the person's own spaces, and no others: a foreign one does not exist."""
    if not user.is_authenticated or not user.is_active:
        return Campaign.objects.none()
    return Campaign.objects.filter(
        partner__active=True, partner__memberships__user_id=user.pk
    ).select_related("partner", "partner__network", "template")


def sees(user: Person, kit: BrandKit) -> bool:
    """Whether a person may open a brand's page: headquarters, and the people of its networks.

    The networks are those of the kit, else of the nearest kit above it that names any; where none
    does, everybody's.
    """
    if is_hq(user) or is_reviewer(user):
        return True
    mine = set(memberships(user).values_list("partner__network_id", flat=True))
    for one in reversed(kit.chain()):
        named = set(one.networks.values_list("pk", flat=True))
        if named:
            return bool(named & mine)
    return bool(mine)


def templates_for(partner: Partner, *, on: date) -> QuerySet[CampaignTemplatePage]:
    """What a partner may begin with on that day: its network's templates, and those for all."""
    mine = Q(networks=partner.network_id) | Q(networks=None)
    return available(on=on).filter(mine).distinct()


def for_reviewer(user: Person) -> QuerySet[Review]:
    """The reviews a reviewer sees: those of all spaces; nothing for anybody else."""
    if not is_reviewer(user):
        return cast("QuerySet[Review]", Review.objects.none())
    reviews: QuerySet[Review] = Review.objects.select_related(
        "campaign", "campaign__partner", "campaign__template", "revision", "submitted_by"
    )
    return reviews.order_by("-pk")


def desk_context(request: HttpRequest) -> dict[str, Any]:
    """What every Desk template knows: `partner`, `role`, `memberships` (to switch), `is_hq`."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    if request.path.startswith("/studio/"):
        return {}
    membership = membership_of(request)
    return {
        "partner": membership.partner if membership else None,
        "role": membership.role if membership else "",
        "memberships": request.memberships,  # type: ignore[attr-defined]
        "is_hq": membership is None and is_hq(request.user),
        "is_reviewer": membership is None and is_reviewer(request.user),
    }
