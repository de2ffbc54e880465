"""Headquarters' groups: who works in the Studio, and who decides on campaigns."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

HEADQUARTERS = "Headquarters"
REVIEWERS = "Reviewers"

# app label -> codenames. Collections of pictures ask the permissions of Wagtail's own image model.
STUDIO: dict[str, tuple[str, ...]] = {
    "wagtailadmin": ("access_admin",),
    "brand_kits": (
        "add_brandkit",
        "change_brandkit",
        "delete_brandkit",
        "publish_brandkit",
        "add_claim",
        "change_claim",
        "delete_claim",
        "publish_claim",
        "add_testimonial",
        "change_testimonial",
        "delete_testimonial",
        "publish_testimonial",
        "add_network",
        "change_network",
        "delete_network",
    ),
    "cms": (
        "change_checkrules",
        "add_sharedblock",
        "change_sharedblock",
        "delete_sharedblock",
        "publish_sharedblock",
    ),
    "partner_spaces": ("add_partner", "change_partner", "view_partner"),
}
PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
PICTURES = ("add_image", "change_image", "choose_image")
COLLECTIONS = ("add_collection", "change_collection")
REVIEW: dict[str, tuple[str, ...]] = {"partner_spaces": ("decide_review",)}


def set_up() -> tuple[Group, Group]:
    """(Headquarters, Reviewers), each with at least its permissions. Safe to repeat.

    Needs the permissions, so it runs after `migrate`. Raises LookupError if one is not there.
    """
    headquarters, _made = Group.objects.get_or_create(name=HEADQUARTERS)
    headquarters.permissions.add(*_permissions(STUDIO))
    root = Page.objects.get(depth=1)
    for permission in _permissions({"wagtailcore": PAGES}):
        GroupPagePermission.objects.get_or_create(
            group=headquarters, page=root, permission=permission
        )
    of_collections = {"wagtailimages": PICTURES, "wagtailcore": COLLECTIONS}
    for permission in _permissions(of_collections):
        GroupCollectionPermission.objects.get_or_create(
            group=headquarters, collection=Collection.objects.get(depth=1), permission=permission
        )
    reviewers, _made = Group.objects.get_or_create(name=REVIEWERS)
    reviewers.permissions.add(*_permissions(REVIEW))
    return headquarters, reviewers


def _permissions(wanted: dict[str, tuple[str, ...]]) -> list[Permission]:
    found: list[Permission] = []
    for app, names in wanted.items():
        rows = {
            p.codename: p
            for p in Permission.objects.filter(content_type__app_label=app, codename__in=names)
        }
        missing = [name for name in names if name not in rows]
        if missing:
            raise LookupError(f"No permission {app}.{', '.join(missing)}: run migrate first.")
        found += rows.values()
    return found
