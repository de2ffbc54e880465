"""Where else to find the brand: links as words, for no foreign mark is ours to draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from blocks import links
from blocks.colours import readable
from blocks.kinds import parts
from blocks.node import Node, attribute
from blocks.sanitise import clean_text, safe_url
from blocks.schema import Field, FieldType, Kind, Label
from blocks.setting import Setting, escaped

# network -> its word, and where its links may lead
NETWORKS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("facebook", "Facebook", ("facebook.com", "fb.com", "fb.me")),
    ("instagram", "Instagram", ("instagram.com",)),
    ("youtube", "YouTube", ("youtube.com", "youtu.be")),
    ("tiktok", "TikTok", ("tiktok.com",)),
    ("linkedin", "LinkedIn", ("linkedin.com",)),
    ("whatsapp", "WhatsApp", ("wa.me", "whatsapp.com")),
)


def _field(name: str, word: str, hosts: tuple[str, ...]) -> Field:
    return Field(
        name,
        FieldType.LINK,
        Label(word, word),
        max_length=300,
        hosts=tuple(pattern for host in hosts for pattern in (host, f"*.{host}")),
    )


LINKS = tuple(_field(*network) for network in NETWORKS)
FIELDS = (
    parts.line("title", Label("Überschrift", "Heading"), max_length=80),
    *LINKS,
    parts.align("center"),
    parts.colour("background", Label("Grund", "Ground"), ("background", "surface")),
)


ALIGN, GROUND = FIELDS[-2:]


def _links(values: Mapping[str, Any], setting: Setting) -> Iterator[tuple[str, str]]:
    """(word, address) of every network that is named; a link that leads elsewhere is said."""
    for field in LINKS:
        source = clean_text(values.get(field.name))
        if not source:
            continue
        url = safe_url(source)
        host = links.host(url) or ""
        wrong = links.fault(source, schemes=links.WEB, merge=False)
        if wrong or not host:
            code, limit, value = wrong or links.Fault("link.format", links.WEB)
            setting.say(code, field=field.name, limit=limit, value=value)
        elif not links.among(host, field.hosts):
            setting.say("link.host", field=field.name, limit=field.hosts[::2], value=host)
        else:
            yield field.label.de, url


def cell(values: Mapping[str, Any], setting: Setting) -> Sequence[Node]:
    return _nodes(values, setting, setting.ground)


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    ground = parts.choice(values, GROUND)
    nodes = _nodes(values, setting, ground)
    return parts.section(ground, setting, nodes, padding="24px 32px 22px") if nodes else None


def _nodes(values: Mapping[str, Any], setting: Setting, ground: str) -> Sequence[Node]:
    found = list(_links(values, setting))
    if not found:
        return ()
    paper, align = setting.colour(ground), parts.choice(values, ALIGN)
    brand = readable(setting.colour("brand"), paper)
    look = (
        f"display:inline-block;margin:0 {6 if align == 'center' else 10}px 8px 0;"
        f"padding:10px 16px;border:1px solid {brand};border-radius:22px;"
        f"color:{brand};text-decoration:none;white-space:nowrap"
    )
    pills = " ".join(
        f'<a class="e-pill" style="{look}" href="{attribute(url)}">{escaped(word)}</a>'
        for word, url in found
    )
    nodes = []
    title = setting.text(values.get("title"))
    if title:
        style = {**setting.type("body", brand), "font-weight": "700"}
        heading = setting.heading(title, 2)
        nodes.append(parts.words(heading, style, align=align, padding="0 0 12px", css="e-t-brand"))
    small = setting.type("small", brand)
    style = {**small, "font-weight": "700", "line-height": "1.3"}
    nodes.append(parts.words(pills, style, align=align, css="e-t-brand"))
    return nodes


def text(values: Mapping[str, Any], setting: Setting) -> str:
    found = [f"{word}: {url}" for word, url in _links(values, setting)]
    title = setting.plain(values.get("title"))
    return "\n".join([title, *found] if title else found) if found else ""


KIND = Kind(
    name="social",
    label=Label("Soziale Netze", "Social links"),
    icon="group",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    cell=cell,
    summary="title",
    asks_partner=False,
)
