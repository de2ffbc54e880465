"""From a brand kit's row to its theme: frozen values, made once per published revision."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from brand_kits.models import BrandKit
from brand_kits.theme import MAIL_SAFE, Imprint, Logo, Theme, TypeStyle


def theme_of(kit: BrandKit) -> Theme:
    """The kit as it stands in this object (a draft in a preview, the live row elsewhere)."""
    return Theme(
        name=kit.name,
        version=version_of(kit),
        colours=MappingProxyType({c["role"]: c["value"] for c in _values(kit.colours)}),
        styles=MappingProxyType(
            {
                s["style"]: TypeStyle(
                    stack=_stack(s.get("font") or "", s["fallback"]),
                    size=int(s["size"]),
                    weight=int(s["weight"]),
                    line_height=float(s["line_height"]),
                )
                for s in _values(kit.styles)
            }
        ),
        logos=MappingProxyType(
            {
                logo["variant"]: Logo(
                    variant=logo["variant"],
                    picture=int(logo["picture"]),
                    alt=logo["alt"],
                    width=int(logo["width"]),
                )
                for logo in _values(kit.logos)
                if logo.get("picture")
            }
        ),
        imprints=tuple(
            Imprint(
                country=i["country"],
                language=i["language"],
                text=i["text"],
                required=tuple(i.get("required") or ()),
            )
            for i in _values(kit.imprints)
        ),
        corner=kit.corner,
    )


def live_theme(kit_id: int) -> Theme:
    """The published theme; the row is read for its version, the values once per version."""
    revision = BrandKit.objects.values_list("live_revision_id", flat=True).get(pk=kit_id)
    if revision is None:  # never published: nothing tells when the row changes
        return theme_of(BrandKit.objects.get(pk=kit_id))
    return _theme_at(kit_id, revision)


def version_of(kit: BrandKit) -> str:
    """A number that changes with every publication, "0" before the first."""
    return str(kit.live_revision_id or 0)


@lru_cache(maxsize=256)
def _theme_at(kit_id: int, _revision: int) -> Theme:
    return theme_of(BrandKit.objects.get(pk=kit_id))


def _stack(font: str, fallback: str) -> str:
    stack = MAIL_SAFE[fallback]
    return f"'{font}', {stack}" if font and font != fallback else stack


def _values(stream: object) -> list[dict[str, object]]:
    raw = stream.get_prep_value()  # type: ignore[attr-defined]
    return [block["value"] for block in raw]
