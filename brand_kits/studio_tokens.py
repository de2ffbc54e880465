"""The Studio's screens for token files: look first, then take over whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from brand_kits import dtcg_words, inherit, kit_sources, kit_words, tokens_of
from brand_kits.dtcg import roles, source
from brand_kits.dtcg.problems import Problem
from brand_kits.errors import TokensRefused
from brand_kits.models import BrandKit
from brand_kits.tokens_of import Trial

MEDIA_TYPE = "application/design-tokens+json"
SALT = "brand_kits.studio_tokens"
MOST_PROBLEMS = 100  # shown at once
MOST_NAMES = 1_000  # offered of one type; any other can be typed
HOLDS = 24 * 60 * 60  # s that a file looked at can still be taken over


@dataclass(frozen=True, slots=True)
class Row:
    """One value of the kit beside the token it would come from."""

    key: str
    word: str
    kind: str  # the type of token it takes
    path: str
    before: str
    before_colour: str
    after: str
    after_colour: str
    said: str  # what stands against it


@require_safe
def export_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The kit as it is live, as a file to save."""
    kit = _kit(request, pk)
    answer = HttpResponse(tokens_of.export_tokens(kit), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    name = slugify(kit.name) or "brand"
    answer["Content-Disposition"] = f'attachment; filename="{name}.tokens.json"'
    return answer


@require_http_methods(["GET", "POST"])
def import_view(request: HttpRequest, pk: int) -> HttpResponse:
    """A file is looked at, its tokens are given their parts, and then it is taken over whole."""
    kit = _kit(request, pk)
    context: dict[str, Any] = {"kit": kit, "most": source.MOST_BYTES}
    if request.method == "POST":
        try:
            content, chosen = _posted(request)
            if "take" in request.POST:
                return _take(request, kit, content, chosen)
            context |= _looked(kit, content, chosen)
        except TokensRefused as refused:
            context |= _shown(refused.problems)
    return render(request, "brand_kits/studio_tokens.html", context)


def _kit(request: HttpRequest, pk: int) -> BrandKit:
    if not request.user.has_perm("brand_kits.change_brandkit"):
        raise PermissionDenied
    return get_object_or_404(BrandKit, pk=pk)


def _posted(request: HttpRequest) -> tuple[bytes, dict[str, str] | None]:
    """The file's bytes and, the second time, which token is which value."""
    upload = request.FILES.get("file")
    if upload is not None:
        if upload.size is None or upload.size > source.MOST_BYTES:  # before anything is read
            limit = source.MOST_BYTES
            raise TokensRefused([Problem("dtcg.size", value=upload.size or 0, limit=limit)])
        return upload.read(), None
    try:
        text = signing.loads(request.POST.get("held", ""), salt=SALT, max_age=HOLDS)
    except signing.BadSignature as error:
        raise TokensRefused([Problem("dtcg.held")]) from error
    chosen = {key: request.POST.get(f"token:{key}", "").strip() for key in roles.TYPES}
    return str(text).encode(), chosen


def _looked(kit: BrandKit, content: bytes, chosen: Mapping[str, str] | None) -> dict[str, Any]:
    draft = tokens_of.draft_of(kit)
    found = tokens_of.trial(draft, content, chosen=chosen)
    rows = _rows(draft, found)
    at_rows = {row.path for row in rows if row.said}
    kinds = sorted(set(roles.TYPES.values()))
    return {
        "trial": found,
        "rows": rows,
        **_shown([p for p in found.problems if p.path not in at_rows]),
        "blocked": bool(found.problems),
        "names": {kind: list(islice(_names(found, kind), MOST_NAMES)) for kind in kinds},
        "opens": _opens(found),
        "held": signing.dumps(found.source.text, salt=SALT, compress=True),
    }


def _rows(kit: BrandKit, found: Trial) -> list[Row]:
    current = kit.merged().values
    changes = {change.key: change for change in found.taken.changes}
    against = {p.path: dtcg_words.in_line(p) for p in reversed(found.problems)}
    rows = []
    for key, kind in roles.TYPES.items():
        group, before = key.partition("/")[0], current.get(key)
        change, path = changes.get(key), found.taken.roles.get(key, "")
        after = change.after if change else None
        rows.append(
            Row(
                key=key,
                word=kit_words.value_word(key),
                kind=kind,
                path=path,
                before=kit_sources.shown(group, before) if before else "",
                before_colour=_colour(group, before),
                after=kit_sources.shown(group, after) if after else "",
                after_colour=_colour(group, after),
                said=against.get(path, "") if path else "",
            )
        )
    return rows


def _colour(group: str, raw: inherit.Raw | None) -> str:
    return str(raw.get("value") or "") if raw and group == "colours" else ""


def _names(found: Trial, kind: str) -> Iterator[str]:
    return (token.path for token in found.taken.tokens.values() if token.type == kind)


def _shown(problems: Sequence[Problem]) -> dict[str, Any]:
    """The first of them in words, with line and path, and how many there are."""
    shown = [
        (p.line, p.path[: dtcg_words.MOST_SHOWN], dtcg_words.sentence(p))
        for p in problems[:MOST_PROBLEMS]
    ]
    return {
        "problems": shown,
        "problems_count": len(problems),
        "problems_more": len(problems) - len(shown),
    }


def _opens(found: Trial) -> list[tuple[str, bool]]:
    """(value, whether it is opened or closed) of what the file would change there."""
    if found.opens is None:
        return []
    now, then = map(set, found.opens)
    return [(kit_words.value_word(key), key in then) for key in sorted(now ^ then)]


def _take(
    request: HttpRequest, kit: BrandKit, content: bytes, chosen: Mapping[str, str] | None
) -> HttpResponse:
    _revision, done = tokens_of.import_tokens(kit, content, by=request.user, chosen=chosen)
    count = len(done.taken.changes)
    said = ngettext(
        "%(n)d value is taken over into the draft. Look at it, then publish.",
        "%(n)d values are taken over into the draft. Look at them, then publish.",
        count,
    )
    messages.success(request, said % {"n": count})
    return redirect(reverse("wagtailsnippets_brand_kits_brandkit:edit", args=[kit.pk]))
