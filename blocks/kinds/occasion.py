"""The occasion: which vehicle, what is due and when, for each reader their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from blocks.colours import readable
from blocks.kinds import parts
from blocks.merge import PARTNER_FIELDS, If, parse
from blocks.node import Node
from blocks.sanitise import clean_text
from blocks.schema import Kind, Label
from blocks.setting import Setting

FIELDS = (
    parts.line("title", Label("Titel", "Title"), max_length=80),
    parts.line(
        "vehicle",
        Label("Fahrzeug", "Vehicle"),
        max_length=120,
        help=Label(
            "Leer: das Fahrzeug des Empfängers, sonst „Ihr Fahrzeug“.",
            "Empty: the recipient's vehicle, else “Your vehicle”.",
        ),
    ),
    parts.line(
        "due_label",
        Label("Was fällig ist", "What is due"),
        max_length=40,
        help=Label("Zum Beispiel: Hauptuntersuchung", "For example: inspection"),
    ),
    parts.line(
        "due",
        Label("Wann", "When"),
        max_length=120,
        help=Label(
            "Leer: der Termin des Empfängers, sonst „in Kürze“.",
            "Empty: the recipient's date, else “soon”.",
        ),
    ),
    parts.line(
        "mileage",
        Label("Kilometerstand", "Mileage"),
        max_length=120,
        help=Label(
            "Leer: der des Empfängers; ist keiner bekannt, fehlt die Zeile.",
            "Empty: the recipient's; without one the line is left out.",
        ),
    ),
    parts.rich(),
    *parts.button(),
)


Row = tuple[str, str, str]  # the label, the value as a field's text, the field it depends on
PADDING = "padding:11px 0;vertical-align:baseline"


def _rows(values: Mapping[str, Any], setting: Setting) -> Iterator[Row]:
    """The facts in order. What headquarters left empty is the recipient's own."""
    yours, soon = setting.words("Ihr Fahrzeug", "Your vehicle"), setting.words("in Kürze", "soon")
    for name, label, own in (
        ("vehicle", setting.words("Fahrzeug", "Vehicle"), f'{{{{ vehicle | "{yours}" }}}}'),
        ("due", setting.words("Fällig", "Due"), f'{{{{ due_date | "{soon}" }}}}'),
        (
            "mileage",
            setting.words("Kilometerstand", "Mileage"),
            "{% if mileage %}{{ mileage }}{% endif %}",
        ),
    ):
        source = clean_text(values.get(name)) or own
        written = clean_text(values.get("due_label")) if name == "due" else ""
        yield written or label, source, _depends(source)


def _depends(source: str) -> str:
    """The reader's field that a whole value is on condition of; the partner's are decided."""
    parsed = parse(source).parts
    alone = parsed[0] if len(parsed) == 1 else None
    return alone.field if isinstance(alone, If) and alone.field not in PARTNER_FIELDS else ""


def mjml(values: Mapping[str, Any], setting: Setting) -> Node | None:
    card = Node(
        "mj-section",
        {
            "css-class": "e-card",
            "background-color": setting.colour("surface"),
            "border-radius": f"{setting.theme.corner + 2}px",
            "padding": "20px 22px 18px",
        },
        [Node("mj-column", {}, _nodes(values, setting))],
    )
    return parts.around("background", setting, [card])


def _nodes(values: Mapping[str, Any], setting: Setting) -> list[Node]:
    ground = setting.colour("surface")
    brand = readable(setting.colour("brand"), ground)
    body = setting.type("body", readable(setting.colour("text"), ground))
    nodes = []
    title = setting.text(values.get("title"))
    if title:
        look, heading = setting.type("subheading", brand), setting.heading(title, 2)
        nodes.append(parts.words(heading, look, padding="0 0 8px", css="e-t-brand"))
    nodes.append(parts.words(_table(values, setting, brand), body))
    rich = setting.rich(values.get("text"))
    if rich:
        content = parts.dressed(rich, brand)
        nodes.append(parts.words(content, body, padding="12px 0 0", css="e-t-text"))
    padding = f"{4 if rich else 14}px 0 6px"
    return [*nodes, *parts.action(values, setting, padding=padding)]


def _table(values: Mapping[str, Any], setting: Setting, brand: str) -> str:
    """A line a fact; one that hangs on a field of the reader's is gone where it is empty."""
    muted, style = setting.muted("surface"), setting.type("body", brand)
    font = f"font-family:{style['font-family']};line-height:{style['line-height']}"
    small = setting.style("small").size + 1
    rows: list[str] = []
    for label, source, whole in _rows(values, setting):
        shown = setting.text(source)
        if not shown:
            continue
        edge = f"border-top:1px solid {setting.line()};" if rows else ""
        one = f"{edge}{PADDING};{font};font-size:{small}px;color:{muted}"
        two = f"{edge}{PADDING};{font};font-size:{style['font-size']};color:{brand}"
        cells = (
            f'<td class="e-k" width="40%" style="{one}">{setting.text(label)}</td>'
            f'<td class="e-v" style="{two}"><b>{shown}</b></td>'
        )
        rows.append(_on(whole, f"<tr>{cells}</tr>", setting))
    look = "width:100%;border-collapse:collapse"
    attributes = f'role="presentation" width="100%" cellpadding="0" cellspacing="0" style="{look}"'
    return f"<table {attributes}><tbody>{''.join(rows)}</tbody></table>"


def _on(field: str, content: str, setting: Setting) -> str:
    """The content, on condition that the reader has the field."""
    return f"{setting.token(field)}{content}{setting.token(None)}" if field else content


def text(values: Mapping[str, Any], setting: Setting) -> str:
    said = setting.plain(values.get("title"))
    for label, source, whole in _rows(values, setting):
        shown = setting.plain(source)
        if shown:
            said += _on(whole, f"\n{setting.plain(label)}: {shown}", setting)
    rich = setting.plain_rich(values.get("text"))
    lines = [said.removeprefix("\n"), rich, parts.action_line(values, setting)]
    return "\n".join(line for line in lines if line)


KIND = Kind(
    name="occasion",
    label=Label("Anlass", "Occasion"),
    icon="tasks",
    fields=FIELDS,
    mjml=mjml,
    text=text,
    summary="title",
    asks_partner=False,
)
