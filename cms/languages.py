"""A template in several languages: one page each, the same block ids, told apart by language."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import slugify
from wagtail.actions.copy_page import CopyPageAction
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale

from cms.models import CampaignTemplatePage, User


def variants(page: CampaignTemplatePage) -> QuerySet[CampaignTemplatePage]:
    """The template in every language there is, itself included."""
    found: QuerySet[CampaignTemplatePage] = CampaignTemplatePage.objects.filter(
        translation_key=page.translation_key
    )
    return found.select_related("locale").order_by("locale__language_code")


def missing(page: CampaignTemplatePage) -> list[tuple[str, str]]:
    """(code, name) of the languages it is not in yet."""
    there = set(variants(page).values_list("locale__language_code", flat=True))
    return [one for one in settings.WAGTAIL_CONTENT_LANGUAGES if one[0] not in there]


def add_variant(page: CampaignTemplatePage, language: str, *, by: User) -> CampaignTemplatePage:
    """A draft in another language, beside this one, with its words and ids, to be translated.

    The same ids are what lets a partner's words go from one language's campaign to the other's.
    ValueError for a language that the installation has not or the template is in already.
    """
    if language not in dict(missing(page)):
        raise ValueError(language)
    locale, _made = Locale.objects.get_or_create(language_code=language)
    source = page.get_latest_revision_as_object()
    slug = find_available_slug(page.get_parent(), slugify(f"{page.slug}-{language}"))
    copy = CopyPageAction(
        page,
        update_attrs={
            "locale": locale,
            "slug": slug,
            "title": source.title,
            "draft_title": source.title,
            "body": source.body,
        },
        copy_revisions=False,
        keep_live=False,
        reset_translation_key=False,
        user=by,
    )
    made: CampaignTemplatePage = copy.execute(skip_permission_checks=True)
    return made
