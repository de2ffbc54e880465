"""What the brand is: networks and brand kits."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from brand_kits import claims_of, inherit, rules
from brand_kits.assets.models import BrandImage
from brand_kits.claim_models import Claim as Claim
from brand_kits.claim_models import Testimonial as Testimonial
from brand_kits.errors import KitRefused
from brand_kits.findings import Finding
from brand_kits.guide_blocks import PictureRules, ToneRules
from brand_kits.inherit import Layer, Merged, Raw
from brand_kits.kit_blocks import Cobrand, Colours, Imprints, Logos, Styles
from brand_kits.kit_form import KitForm
from brand_kits.kit_page import Around, page
from brand_kits.kit_panels import EDIT_HANDLER
from brand_kits.theme import Theme
from brand_kits.theme_values import theme

PARTS = ("colours", "styles", "logos", "cobrand", "imprints", "tone", "pictures")
MANY = ("tone", "pictures")  # groups whose blocks are of several kinds
BLOCKS = {
    "colours": "colour",
    "styles": "style",
    "logos": "logo",
    "cobrand": "slot",
    "imprints": "imprint",
}


class Network(models.Model):
    """A group of partners under one brand: headquarters' word for who gets which templates."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name"), max_length=40, unique=True)

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TokenFile(models.Model):
    """A token file as it was taken over: named by its content, never changed."""

    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class BrandKit(PreviewableMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """The brand as values: colours by role, type styles, logos, the imprint of each country.

    Each kit holds its own values only. What it takes over from the kits above it is merged when
    it is read, so a change up there holds down here at once.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("stands below"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text=_("The brand whose values it takes over. Empty: it stands on its own."),
    )
    opens = models.JSONField(
        _("open to kits below"),
        default=list,
        blank=True,
        help_text=_("What a sub-brand or country may change. All the rest holds as it is here."),
    )
    networks = ParentalManyToManyField(
        Network,
        verbose_name=_("networks"),
        blank=True,
        related_name="+",
        help_text=_("Whose people may open the brand page. None chosen: those of every network."),
    )
    corner = models.PositiveSmallIntegerField(
        _("corner radius (px)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(40)],
        help_text=_("Empty: as in the brand above, else 4."),
    )
    colours = StreamField(
        Colours(),
        verbose_name=_("colours"),
        blank=True,
        help_text=_("Each colour has a role. No field of a template takes any other colour."),
    )
    styles = StreamField(
        Styles(),
        verbose_name=_("type styles"),
        blank=True,
        help_text=_("Every style ends in a font that all mail programs have."),
    )
    logos = StreamField(Logos(), verbose_name=_("logos"), blank=True)
    cobrand = StreamField(
        Cobrand(),
        verbose_name=_("partner’s logo"),
        blank=True,
        help_text=_(
            "Beside the brand’s, in the head of every mail. Without a place there is none."
        ),
    )
    imprints = StreamField(Imprints(), verbose_name=_("imprints"), blank=True)
    tone = StreamField(
        ToneRules(),
        verbose_name=_("tone"),
        blank=True,
        help_text=_("How the brand speaks. Shown on the brand page, with the examples."),
    )
    pictures = StreamField(
        PictureRules(),
        verbose_name=_("pictures"),
        blank=True,
        help_text=_("Which pictures belong to the brand. Shown on the brand page."),
    )
    tokens = models.ForeignKey(
        TokenFile, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    base_form_class = KitForm
    edit_handler = EDIT_HANDLER

    class Meta:
        verbose_name = _("brand kit")
        verbose_name_plural = _("brand kits")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A row that is live is a whole kit: the last wall, whoever saves it. Raises KitRefused.

        Publishing by any way writes the live row through here.
        """
        fields = kwargs.get("update_fields")
        if not self.live or fields is not None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            self._hold_chain()
            self.require_publishable()
            super().save(*args, **kwargs)

    def _hold_chain(self) -> None:
        """Two kits published at once must not make each other their parent."""
        if self.parent_id:
            held = sorted({self.pk or 0, *(kit.pk for kit in self.above())})
            list(BrandKit.objects.select_for_update().filter(pk__in=held).values_list("pk"))

    # -- what it holds

    def raw(self, part: str) -> list[Raw]:
        """The own values of colours, styles, logos or imprints as this object holds them."""
        blocks = getattr(self, part).get_prep_value()
        if part in MANY:
            return [{**block["value"], "kind": block["type"]} for block in blocks]
        return [dict(block["value"]) for block in blocks]

    def layer(self) -> Layer:
        """The own values, by key."""
        values: dict[str, Any] = {}
        for part in PARTS:
            values |= inherit.keyed(part, self.raw(part))
        if self.corner is not None:
            values["form/corner"] = {"corner": self.corner}
        opens = self.opens if isinstance(self.opens, list) else []
        return Layer(self.pk or 0, self.name, values, frozenset(map(str, opens)))

    def above(self) -> list[BrandKit]:
        """The kits above it as they are live, the uppermost first. Ends where a circle closes."""
        found: list[BrandKit] = []
        seen = {self.pk}
        parent = self.parent_id
        while parent and parent not in seen:
            seen.add(parent)
            kit = BrandKit.objects.get(pk=parent)
            found.insert(0, kit)
            parent = kit.parent_id
        return found

    def below(self) -> list[set[int]]:
        """The kits that stand below it, level by level. One query a level; a circle ends."""
        levels, seen, latest = [], {self.pk}, {self.pk} - {None}
        while latest:
            rows = BrandKit.objects.filter(parent__in=latest).exclude(pk__in=seen)
            latest = set(rows.values_list("pk", flat=True))
            seen |= latest
            levels += [latest] if latest else []
        return levels

    def chain(self) -> list[BrandKit]:
        """The kits above, live, and this one as this object holds it."""
        return [*self.above(), self]

    def merged(self) -> Merged:
        return inherit.merge([kit.layer() for kit in self.chain()])

    @property
    def version(self) -> str:
        """A number that changes with every publication, "0" before the first."""
        return str(self.live_revision_id or 0)

    def theme(self, *, version: str | None = None) -> Theme:
        """The kit as it stands in this object, with all it takes over, as frozen values."""
        chain = self.chain()
        above = [kit.version for kit in chain[:-1]]
        merged = inherit.merge([kit.layer() for kit in chain])
        return theme(self.name, ".".join([*above, version or self.version]), merged)

    def take_over(self, key: str) -> None:
        """Puts a value from above among the own ones of this object, if it is open. Not saved."""
        chain = [kit.layer() for kit in self.chain()]
        raw = inherit.merge(chain).values.get(key)
        if raw is None or key in chain[-1].values or inherit.keeper(chain[:-1], key) is not None:
            return
        self.put(key, raw)

    def put(self, key: str, raw: Raw) -> None:
        """Sets an own value of this object, in its place if it has one. Not saved."""
        group, _slash, name = key.partition("/")
        if group == "form":
            setattr(self, name, raw[name])
            return
        value = dict(raw)
        kind = value.pop("kind", "") if group in MANY else BLOCKS[group]
        blocks = [dict(block) for block in getattr(self, group).get_prep_value()]
        for block, own in zip(blocks, self.raw(group), strict=True):
            if inherit.name_of(group, own) == name:
                block["value"] = {**block["value"], **value}
                break
        else:
            blocks.append({"type": kind, "value": value, "id": str(uuid.uuid4())})
        setattr(self, group, blocks)

    def names(self) -> dict[str, str]:
        """The brand's own names for its colours, by role."""
        raws = self.merged().group("colours")
        return {str(raw.get("role") or ""): str(raw.get("name") or "") for raw in raws}

    # -- what stands against it

    def findings(self) -> tuple[Finding, ...]:
        """What stands against publishing this kit."""
        chain = self.chain()
        merged = inherit.merge([kit.layer() for kit in chain])
        return (
            *self._place(chain),
            *rules.closed({key: chain[at].name for key, at in merged.refused.items()}),
            *rules.opens(self.opens),
            *rules.each({part: self.raw(part) for part in PARTS}),
            *rules.logo_files(self.raw("logos"), self._logo_widths()),
            *rules.whole({part: merged.group(part) for part in PARTS}),
        )

    def _logo_widths(self) -> dict[int, int]:
        """Width in px of the files of the own logos, by picture."""
        pictures = [p for raw in self.raw("logos") if type(p := raw.get("picture")) is int]
        found = BrandImage.objects.filter(pk__in=[p for p in pictures if 0 < p < 2**63])
        return dict(found.values_list("pk", "width")) if pictures else {}

    def _place(self, chain: list[BrandKit]) -> list[Finding]:
        """What stands against its place below others."""
        if chain[0].parent_id:
            return [Finding("kit.circle", field="parent", value=str(self.parent))]
        if self.parent_id and len(chain) + len(self.below()) > inherit.LEVELS:
            return [Finding("kit.levels", field="parent", limit=inherit.LEVELS)]
        unborn = [kit.name for kit in chain[:-1] if not kit.live]
        return [Finding("kit.parent_draft", field="parent", value=name) for name in unborn]

    def closed(self) -> tuple[Finding, ...]:
        """The own values that a kit above keeps closed, and a place where no kit can stand."""
        chain = self.chain()
        refused = inherit.merge([kit.layer() for kit in chain]).refused
        circle = [f for f in self._place(chain) if f.code != "kit.parent_draft"]
        return (*circle, *rules.closed({key: chain[at].name for key, at in refused.items()}))

    def require_open(self) -> None:
        """Not even a draft keeps what a kit above keeps closed. Raises KitRefused."""
        found = self.closed()
        if found:
            raise KitRefused(found)

    def require_publishable(self) -> None:
        """Raises KitRefused with every reason in words, by field."""
        found = self.findings()
        if found:
            raise KitRefused(found)

    def serve_preview(self, request: HttpRequest, _mode_name: str) -> HttpResponse:
        kits = [kit.pk for kit in self.chain() if kit.pk]
        around = Around(
            names=self.names(),
            claims=tuple(claims_of.claims(kits).values()),
            voices=tuple(claims_of.testimonials(kits).values()),
        )
        context = page(self.theme(), self.findings(), around, language=(get_language() or "de")[:2])
        return render(request, "brand_kits/kit_page.html", context)
