"""The one way to compile a campaign: live template, theme, pictures and partner facts, gathered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from blocks import sayable
from blocks.access import Grades, graded, look
from blocks.canonical import dumps, said
from blocks.catalogue import CATALOGUE, fields_of
from blocks.compile import Compiled, compile
from blocks.errors import BlockError, CompileError
from blocks.overlay import own_items
from blocks.pictures import PARTNER_LOGO, Picture, Shelf
from blocks.prepared import Template, prepare
from blocks.resolution import Resolution
from blocks.resolve import resolve
from blocks.schema import BY_ID, FieldType
from blocks.trial import EVERYBODY
from brand_kits import theme_of
from brand_kits.findings import Finding
from brand_kits.theme import Imprint, Theme
from cms.check_rules import of_campaigns
from cms.models import CampaignTemplatePage
from cms.pictures import kept
from cms.shelf import shelf_for
from cms.templates_of import (
    language_of,
    live,
    live_body,
    pictures_for,
    shared_for,
    theme_for,
)
from partner_spaces import partners
from partner_spaces.models import Campaign, Partner
from partner_spaces.readable import mendable

COMPILER = "2"  # raised when our own bytes change: such a difference is a release's, not a kit's
CHOSEN = fields_of(BY_ID)
MOST_PICTURES = 500  # looked up for one overlay; any beyond are unknown
_MARK = re.compile(r"<!--#(/?)([A-Za-z0-9][A-Za-z0-9/-]*)-->")


@dataclass(frozen=True, slots=True)
class Headquarters:
    """Everything of headquarters' a campaign of this template is made from, as it is live now."""

    template: Template
    theme: Theme
    stock: Shelf
    versions: Mapping[str, str]
    language: str
    grades: Grades
    withdrawn: str | None = None  # why nothing of the template may go out, None = it may
    logos: dict[int, Picture] = field(default_factory=dict, compare=False)  # partners', looked up

    @property
    def pictures(self) -> Mapping[int, Picture]:
        return self.stock.pictures

    def shelf(self, more: Mapping[int, Picture]) -> Shelf:
        """The stock, and pictures that a partner chose."""
        return replace(self.stock, pictures={**self.pictures, **more}) if more else self.stock


@dataclass(frozen=True, slots=True)
class Rendered:
    """A campaign as a mail.

    compiled: None if no mail can be made of it (a finding `template.compile` says why).
    findings: what stands against it; `checks.check` adds what the partner's data lack.
    refused: what this overlay asked for and does not get; none of it is in `resolution.accepted`.
    inputs: versions of headquarters' inputs and of the branch data, for Review and Carry.
    stamp: those inputs that are the same for all campaigns of a template and partner.
    shelf: the pictures and quotes it was made from; hq: everything else.
    """

    resolution: Resolution
    compiled: Compiled | None
    findings: tuple[Finding, ...]
    refused: tuple[Finding, ...]
    inputs: Mapping[str, str]
    stamp: str
    said: str
    mail: str  # "" without a compiled mail
    imprint: Imprint | None
    shelf: Shelf
    hq: Headquarters

    @property
    def theme(self) -> Theme:
        return self.hq.theme

    @property
    def language(self) -> str:
        return self.hq.language


def headquarters(template: CampaignTemplatePage) -> Headquarters:
    """Reads what is live. One for many campaigns of the same template."""
    now = live(template)
    body = live_body(template, now.revision)
    theme = theme_for(template)
    shared = shared_for(body)
    known = {"template": str(now.revision), **theme_of.versions(template.kit_id)}
    known |= {f"shared:{pk}": str(one.revision) for pk, one in shared.items()}
    language, bodies = language_of(template), {pk: one.body for pk, one in shared.items()}
    return Headquarters(
        template=prepare(body, None, CATALOGUE, frozenset(theme.colours)),
        theme=theme,
        stock=shelf_for(body, theme, kit=template.kit_id, language=language, shared=bodies),
        versions={**known, "compiler": COMPILER},
        language=language,
        grades=of_campaigns(),
        withdrawn=now.withdrawn,
    )


def under(hq: Headquarters, template: CampaignTemplatePage, theme: Theme) -> Headquarters:
    """The same in another brand than the live one, to see what that would change."""
    logos = {logo.picture for logo in theme.logos.values()} - hq.pictures.keys()
    known = pictures_for(logos, language=hq.language) if logos else {}
    roles, prepared = frozenset(theme.colours), hq.template
    if roles != frozenset(hq.theme.colours):
        body = live_body(template, int(hq.versions["template"]))
        prepared = prepare(body, None, CATALOGUE, roles)
    stock = replace(hq.shelf(known), colour_roles=roles)
    return replace(hq, theme=theme, template=prepared, stock=stock, logos={})


def resolved(
    campaign: Campaign, *, overlay: Mapping[str, Any] | None = None, hq: Headquarters | None = None
) -> Resolution:
    """The campaign as values, without compiling it."""
    hq = hq or headquarters(campaign.template)
    overlay = campaign.overlay if overlay is None else overlay
    return resolve(hq.template, overlay, shelf=hq.shelf(_own_pictures(overlay, hq)))


def rendered(
    campaign: Campaign,
    *,
    overlay: Mapping[str, Any] | None = None,
    hq: Headquarters | None = None,
) -> Rendered:
    """Compiles the campaign with headquarters' live inputs. Never raises on what a partner wrote.

    overlay: another one than the row's (a revision's, or one being saved).
    """
    hq = hq or headquarters(campaign.template)
    overlay = campaign.overlay if overlay is None else overlay
    partner = campaign.partner
    own = _own_pictures(overlay, hq)
    shelf = hq.shelf(own)
    resolution = resolve(hq.template, overlay, shelf=shelf)
    standing = resolution.findings
    if resolution.left_out:
        standing = resolve(hq.template, resolution.accepted, shelf=shelf).findings
    imprint = hq.theme.imprint(partner.country, hq.language)
    compiled, trouble = _compiled(resolution, hq, shelf, partner, imprint)
    if compiled is not None:
        trouble = (*trouble, *_unreadable(compiled, resolution, hq, shelf, partner, imprint))
    used = pictures_in(resolution.accepted)
    logo = own_logo(partner, hq)
    own_pictures = {p: shelf.pictures[p].sha256 for p in used if p in shelf.pictures}
    inputs = {
        **hq.versions,
        **{f"picture:{p.id}": p.sha256 for p in hq.pictures.values()},
        **{name: str(version) for name, version in _quoted(resolution, shelf)},
        "branch": hashlib.sha256(dumps(partners.branch(partner))).hexdigest()[:16],
    }
    return Rendered(
        resolution=resolution,
        compiled=compiled,
        findings=graded(dict.fromkeys((*_retired(hq), *standing, *trouble)), hq.grades),
        refused=_less(resolution.findings, standing),
        inputs=inputs,
        stamp=f"{stamp_of(hq)}:{partner.facts_version}",
        said=said(
            resolution.accepted,
            legal=partners.legal(partner),
            pictures={**own_pictures, **({PARTNER_LOGO: logo.sha256} if logo else {})},
            words=partners.words(partner),
        ),
        mail=compiled.mail if compiled else "",
        imprint=imprint,
        shelf=shelf,
        hq=hq,
    )


def _retired(hq: Headquarters) -> tuple[Finding, ...]:
    """Headquarters took the template back: it stands against every campaign that is not sent."""
    if hq.withdrawn is None:
        return ()
    return (Finding("template.retired", value=hq.withdrawn),)


def _quoted(resolution: Resolution, shelf: Shelf) -> Iterator[tuple[str, int]]:
    """(`claim:5`, version) of every claim and voice that the mail says."""
    for use in sayable.uses(resolution.blocks):
        one = use.of(shelf)
        if one:
            yield f"{use.type}:{one.id}", one.version


def _less(findings: tuple[Finding, ...], standing: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings that do not stand any more, in one pass."""
    known = set(map(repr, standing))
    return tuple(f for f in findings if repr(f) not in known)


def stamp_of(hq: Headquarters) -> str:
    """One word for the versions of everything that is headquarters'."""
    pictures = sorted((p.id, p.sha256) for p in hq.pictures.values())
    quotes = (hq.stock.claims, hq.stock.testimonials)
    said = [sorted((one.id, one.version) for one in known.values()) for known in quotes]
    withdrawn = hq.withdrawn is not None
    return hashlib.sha256(dumps([dict(hq.versions), pictures, said, withdrawn])).hexdigest()[:32]


def marked(rendered: Rendered, campaign: Campaign) -> Compiled | None:
    """The same mail with a comment before and behind every block; without them the same bytes."""
    made_of = (rendered.resolution, rendered.hq, rendered.shelf, campaign.partner)
    try:
        return _compile(*made_of, rendered.imprint, marks=True)
    except BlockError:
        return None


def block_html(rendered: Rendered, campaign: Campaign) -> dict[str, str]:
    """The HTML of every block by resolution id, each merge field at its fallback.

    A container's holds that of its blocks, which have theirs beside it.
    """
    compiled = marked(rendered, campaign)
    if compiled is None:
        return {}
    return _between_marks(compiled.preview_html())


def _between_marks(html: str) -> dict[str, str]:
    """What stands between the marks of each block; the marks of blocks inside it are taken out."""
    found, starts = {}, {}
    for mark in _MARK.finditer(html):
        name = mark[2]
        if not mark[1]:
            starts[name] = mark.end()
        elif name in starts:
            found[name] = _MARK.sub("", html[starts.pop(name) : mark.start()])
    return found


def pictures_in(overlay: Mapping[str, Any]) -> frozenset[int]:
    """The pictures a partner chose."""
    return frozenset(one for type_, one in chosen_in(overlay) if type_ is FieldType.PICTURE)


def chosen_in(overlay: Mapping[str, Any]) -> frozenset[tuple[FieldType, int]]:
    """The pictures, claims and voices a partner chose."""
    edits = overlay.get("edits")
    entries = [*(edits.values() if isinstance(edits, dict) else ()), *own_items(overlay)]
    return frozenset(_chosen(entries))


def _chosen(entries: list[Any]) -> Iterator[tuple[FieldType, int]]:
    for entry in entries:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("values"), Mapping):
            continue
        for name, type_ in CHOSEN.get(str(entry.get("kind")), ()):
            chosen = entry["values"].get(name)
            if type(chosen) is int:
                yield type_, chosen


def _own_pictures(overlay: Mapping[str, Any], hq: Headquarters) -> Mapping[int, Picture]:
    more = sorted(pictures_in(overlay) - hq.pictures.keys())[:MOST_PICTURES]
    return pictures_for(more, language=hq.language) if more else {}


def _compiled(
    resolution: Resolution,
    hq: Headquarters,
    shelf: Shelf,
    partner: Partner,
    imprint: Imprint | None,
) -> tuple[Compiled | None, tuple[Finding, ...]]:
    try:
        compiled = _compile(resolution, hq, shelf, partner, imprint)
    except CompileError as error:
        return None, (Finding("template.compile", block_id=error.block_id, value=error.message),)
    return compiled, compiled.findings


def _compile(
    resolution: Resolution,
    hq: Headquarters,
    shelf: Shelf,
    partner: Partner,
    imprint: Imprint | None,
    *,
    marks: bool = False,
) -> Compiled:
    logo = own_logo(partner, hq)
    if logo:
        shelf = replace(shelf, pictures={**shelf.pictures, PARTNER_LOGO: logo})
    compiled = compile(
        [answered(block, partner) for block in resolution.blocks],
        theme=hq.theme,
        language=hq.language,
        shelf=shelf,
        partner=partners.facts(partner),
        imprint=imprint,
        marks=marks,
    )
    return kept(compiled)


def _unreadable(
    compiled: Compiled,
    resolution: Resolution,
    hq: Headquarters,
    shelf: Shelf,
    partner: Partner,
    imprint: Imprint | None,
) -> tuple[Finding, ...]:
    """What keeps somebody from reading it, at its block; a mail without is looked at once."""
    if not look(compiled.preview_html(EVERYBODY)):
        return ()
    marked = _compile(resolution, hq, shelf, partner, imprint, marks=True)
    return mendable(look(marked.preview_html(EVERYBODY)), resolution.blocks)


def own_logo(partner: Partner, hq: Headquarters) -> Picture | None:
    """The partner's own logo, read out as its name, where the kit has a place for it."""
    number = partner.logo_id
    if number is None or hq.theme.cobrand is None:
        return None
    if number not in hq.logos:
        hq.logos.update(pictures_for([number], language=hq.language))
    found = hq.logos.get(number)
    return replace(found, alt=partner.name) if found else None


def answered(block: dict[str, Any], partner: Partner) -> dict[str, Any]:
    """An envelope that names no reply address takes the partner's."""
    if block["type"] == "envelope" and partner.reply_to and not block["value"].get("reply_to"):
        return {**block, "value": {**block["value"], "reply_to": partner.reply_to}}
    return block
