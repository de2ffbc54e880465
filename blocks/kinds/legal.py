"""The legal block: imprint, why you get this, web view and opt-out. It always renders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from blocks.colours import readable
from blocks.kinds import parts
from blocks.merge import MAX_DEPTH, Context, Literal, Slot, fold, parse
from blocks.node import Node, attribute
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting, escaped

FIELDS = (
    Field(
        "note",
        FieldType.LONG,
        Label("Zusätzlicher Hinweis", "Additional note"),
        max_length=1000,
        merge=True,
        help=Label(
            "Impressum, Abmeldelink und Online-Ansicht stehen immer darunter.",
            "Imprint, unsubscribe link and web view always stand below.",
        ),
    ),
)


# Where headquarters wrote no imprint: what every country asks for.
FALLBACK = """{{ partner.legal_name }}
{{ partner.street }}
{{ partner.postcode }} {{ partner.city }}
{{ partner.phone }}
{{ partner.email }}"""
_CONDITION = re.compile(
    r"\{%\s*if\s+(partner\.[a-z_]+)\s*%\}((?:(?!\{%).)*)\{%\s*endif\s*%\}", re.DOTALL
)
REQUIRED = ("partner.legal_name", "partner.street", "partner.postcode", "partner.city")


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    ground = setting.colour("surface")
    colour = setting.muted("surface")
    link = readable(setting.colour("brand"), ground)
    style = setting.type("small", colour)
    view = setting.token(Slot("web_view_url", "", Context.URL))
    leave = setting.token(Slot("unsubscribe_url", "", Context.URL))
    shown = f"color:{link};text-decoration:underline"
    links = (
        f'<a style="{shown}" href="{attribute(leave)}">{escaped(_leave(setting))}</a>'
        f' &#160;·&#160; <a style="{shown}" href="{attribute(view)}">{escaped(_view(setting))}</a>'
    )
    rows = [setting.lines(values.get("note")), escaped(_why(setting)), links]
    rows.append("<br/>".join(setting.text(line) for line in imprint_lines(setting)))
    children = [parts.words(row, style, padding="0 0 12px", css="e-t-muted") for row in rows if row]
    return parts.section("surface", setting, children, padding="26px 32px 20px")


def imprint_lines(setting: Setting) -> tuple[str, ...]:
    """The imprint's lines that say something for this partner; what is missing is a finding.

    § 5 DDG asks for it in every commercial mail. A partner's empty field takes its label along
    only if headquarters wrote the line as a condition.
    """
    imprint = setting.imprint
    if imprint is None:
        setting.say("legal.missing", field="imprint")
    owed = REQUIRED if imprint is None else imprint.required
    for name in owed:
        field = name if name.startswith("partner.") else f"partner.{name}"
        if not setting.partner.get(field):
            setting.say("legal.missing", field=field)
    source = FALLBACK if imprint is None else imprint.text
    return _lines(source, tuple(setting.partner.items()))


@lru_cache(maxsize=256)
def _lines(source: str, partner: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    values = dict(partner)
    lines = _decided(source, values).splitlines()
    return tuple(line for line in lines if _says_something(line, values))


def _decided(source: str, partner: Mapping[str, str]) -> str:
    """The text with its conditions on the partner decided: they may reach over several lines."""
    for _depth in range(MAX_DEPTH):
        source = _CONDITION.sub(lambda found: found[2] if partner.get(found[1]) else "", source)
    return source


def _says_something(line: str, partner: Mapping[str, str]) -> bool:
    """Whether anything is left of a line when the partner's fields are put in.

    A line of nothing but empty fields goes; one with words of its own stays.
    """
    left = fold(parse(line).parts, partner)
    return any(not isinstance(p, Literal) or p.text.strip(" ,·|:-–") for p in left)


def _why(setting: Setting) -> str:
    name = setting.partner.get("partner.name") or setting.theme.name
    if not name:
        return setting.words(
            "Sie erhalten diese E-Mail, weil Sie bei uns Kundin oder Kunde sind oder ihr "
            "zugestimmt haben.",
            "You receive this e-mail because you are our customer or agreed to it.",
        )
    return setting.words(
        f"Sie erhalten diese E-Mail von {name}, weil Sie dort Kundin oder Kunde sind oder ihr "
        "zugestimmt haben.",
        f"You receive this e-mail from {name} because you are a customer there or agreed to it.",
    )


def _leave(setting: Setting) -> str:
    return setting.words("Keine weiteren E-Mails", "Unsubscribe")


def _view(setting: Setting) -> str:
    return setting.words("Im Browser ansehen", "View in browser")


def text(values: Mapping[str, Any], setting: Setting) -> str:
    leave = setting.token(Slot("unsubscribe_url", "", Context.PLAIN))
    view = setting.token(Slot("web_view_url", "", Context.PLAIN))
    lines = [
        "-" * 40,
        setting.plain(values.get("note")),
        _why(setting),
        f"{_leave(setting)}: {leave}",
        f"{_view(setting)}: {view}",
        "",
        *(setting.plain(line) for line in imprint_lines(setting)),
    ]
    return "\n".join(line for index, line in enumerate(lines) if line or index == 5)


KIND = Kind(
    name="legal",
    label=Label("Pflichtangaben", "Legal notice"),
    icon="clipboard-list",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    pinned=True,
    summary="note",
)
