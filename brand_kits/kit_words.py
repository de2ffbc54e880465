"""The words of a brand kit: roles, styles, logo variants, and what a finding says."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from brand_kits.findings import Finding

ROLES = {
    "brand": _("Brand colour"),
    "on_brand": _("Text on the brand colour"),
    "text": _("Text"),
    "background": _("Background"),
    "surface": _("Surface"),
    "accent": _("Accent (buttons)"),
    "on_accent": _("Text on the accent"),
    "muted": _("Quiet text"),
    "line": _("Line"),
}
STYLES = {
    "heading": _("Heading"),
    "subheading": _("Subheading"),
    "body": _("Body text"),
    "small": _("Small print"),
    "price": _("Price"),
    "button": _("Button label"),
}
VARIANTS = {
    "light": _("for light grounds"),
    "dark": _("for dark grounds"),
    "mark": _("sign alone, without the name"),
}
COUNTRIES = {
    "DE": _("Germany"),
    "AT": _("Austria"),
    "CH": _("Switzerland"),
    "EU": _("another country of the EU"),
}
PARTNER_FIELDS = {
    "partner.name": _("Name"),
    "partner.street": _("Street and number"),
    "partner.postcode": _("Postcode"),
    "partner.city": _("City"),
    "partner.phone": _("Phone"),
    "partner.email": _("E-mail address"),
    "partner.website": _("Website"),
    "partner.hours": _("Opening hours"),
    "partner.legal_name": _("Full legal name"),
    "partner.represented_by": _("Represented by"),
    "partner.register_court": _("Register court"),
    "partner.register_number": _("Register number"),
    "partner.vat_id": _("VAT number"),
}
TONE = {
    "address": _("Form of address"),
    "words": _("Words"),
    "exclamations": _("Exclamation marks"),
    "capitals": _("No capitals throughout"),
    "sentence": _("Length of sentences"),
    "advice": _("Advice"),
}
ADDRESS = {"sie": _("Sie (formal)"), "du": _("du (informal)"), "none": _("one form only")}
PICTURES = {
    "ratio": _("Sides"),
    "width": _("Width"),
    "palette": _("Colours of pictures"),
    "people": _("People"),
    "collection": _("Collection"),
    "advice": _("Advice"),
}
PEOPLE = {"consent": _("only with their consent"), "none": _("none")}
LANGUAGES = {"de": _("German"), "en": _("English")}
GROUPS = {
    "colours": _("Colours"),
    "styles": _("Lettering"),
    "form": _("Form"),
    "logos": _("Logos"),
    "cobrand": _("Partner’s logo"),
    "imprints": _("Imprint"),
    "tone": _("Tone"),
    "pictures": _("Pictures"),
}
FORM = {"corner": _("Corner radius")}
SLOT = {"slot": _("Place for the partner’s logo")}
_OF_GROUP = {
    "colours": ROLES,
    "styles": STYLES,
    "form": FORM,
    "logos": VARIANTS,
    "cobrand": SLOT,
    "pictures": PICTURES,
}
_NAMES = {**ROLES, **STYLES, **VARIANTS}

SENTENCES = {
    "kit.role_missing": _("The colour “%(value)s” is missing. Every kit needs it."),
    "kit.role_twice": _("The colour “%(value)s” is there twice. Keep one of them."),
    "kit.role": _("There is no colour role “%(value)s”."),
    "kit.colour": _(
        "“%(value)s” is no colour of a kit. Write six digits after a #, for example #0d5a5d."
    ),
    "kit.font": _(
        "No mail program knows the font “%(value)s”. Take a known one (%(limit)s), "
        "or leave the field empty."
    ),
    "kit.fallback": _("“%(value)s” is not safe in mails. Take one of these: %(limit)s."),
    "kit.style": _("There is no type style “%(value)s”."),
    "kit.style_twice": _("The type style “%(value)s” is there twice. Keep one of them."),
    "kit.variant": _("There is no logo variant “%(value)s”."),
    "kit.variant_twice": _("The logo “%(value)s” is there twice. Keep one of them."),
    "kit.logo_picture": _("The logo “%(value)s” has no picture."),
    "kit.logo_small": _(
        "The logo “%(value)s” is narrower than its own minimum of %(limit)s px. Make it wider, or "
        "lower the minimum."
    ),
    "kit.logo_file": _(
        "The picture of the logo “%(value)s” is too small: it needs %(limit)s px. "
        "Take a larger one."
    ),
    "kit.logo_gone": _("The picture of the logo “%(value)s” is not there any more."),
    "kit.slot": _("The partner’s logo would have no room: its minimum is wider than the place."),
    "kit.imprint_lacks": _(
        "The imprint %(value)s does not always say: %(limit)s. The law of that country wants it."
    ),
    "kit.imprint_missing": _("Without an imprint nothing may be sent. Add one for a country."),
    "kit.imprint_empty": _("The imprint %(value)s has no text."),
    "kit.imprint_twice": _("The imprint %(value)s is there twice. Keep one of them."),
    "kit.placeholder": _("An imprint cannot say “%(value)s”. It may name these fields: %(limit)s."),
    "kit.closed": _(
        "“%(value)s” holds as it is in “%(limit)s”. Remove it here, or ask those who look after "
        "“%(limit)s” to open it."
    ),
    "kit.rule": _("There is no rule “%(value)s”."),
    "kit.rule_twice": _("This rule is there twice. Keep one of them."),
    "kit.rule_number": _("Write a whole number from 0 to %(limit)s."),
    "kit.rule_choice": _("Choose one of these: %(limit)s."),
    "kit.rule_ratio": _("“%(value)s” is no ratio of sides. Write for example 3:2, 16:9."),
    "kit.rule_empty": _("A rule without words says nothing. Write what it is about."),
    "kit.circle": _("A kit cannot stand below itself, nor below one that stands below it."),
    "kit.levels": _("At most %(limit)s kits may stand above one another."),
    "kit.parent_draft": _("“%(value)s” is not published yet. Publish it first."),
    "kit.opens": _("There is no value “%(value)s” that a kit could open."),
    "kit.placeholder_form": _(
        "“%(value)s” is not complete. Write {{ partner.city }}, or "
        "{%% if partner.vat_id %%} … {%% endif %%}."
    ),
}


def value_word(key: str) -> str:
    """What a value is called for people: colours/accent is “Accent (buttons)”."""
    group, _slash, name = key.partition("/")
    if group == "imprints":
        country, _dash, language = name.partition("-")
        return f"{COUNTRIES.get(country, country)}, {LANGUAGES.get(language, language)}"
    if group == "tone" and name:
        kind, _dash, language = name.partition("-")
        return f"{TONE.get(kind, kind)}, {LANGUAGES.get(language, language)}"
    return str(_OF_GROUP.get(group, {}).get(name) or GROUPS.get(key) or key)


def said(finding: Finding) -> str:
    """One or two plain sentences in the active language."""
    limit = finding.limit
    return str(SENTENCES[finding.code]) % {
        "value": str(_NAMES.get(str(finding.value)) or value_word(str(finding.value))),
        "limit": ", ".join(map(_named, limit)) if isinstance(limit, tuple) else str(limit or ""),
    }


def _named(name: object) -> str:
    return str(PARTNER_FIELDS.get(str(name), name))


def by_field(found: Iterable[Finding]) -> dict[str, list[str]]:
    """The sentences under the field of the kit they belong to, none twice."""
    errors: dict[str, list[str]] = {}
    for finding in found:
        sentence = said(finding)
        if sentence not in errors.setdefault(finding.field, []):
            errors[finding.field].append(sentence)
    return errors
