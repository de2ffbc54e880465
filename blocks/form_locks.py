"""The Studio's form of a lock: what a partner may do with a block and with each of its fields.

What nobody released stays locked. Equal locks are one instance, so that the definition of the
edit form names each of them once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wagtail import blocks

from blocks.form_inputs import Choice, Group, Line, Lines, Switch, Whole, words
from blocks.schema import FieldType, Kind, Label, Mode

MODE_WORDS = {
    Mode.LOCKED: Label("Gesperrt", "Locked"),
    Mode.EDITABLE: Label("Frei", "Editable"),
    Mode.CHOICE: Label("Auswahl", "Choice"),
    Mode.MUST_CHANGE: Label("Muss angepasst werden", "Must be changed"),
}
FORMAT_WORDS = {
    "phone": Label("Telefonnummer", "Phone number"),
    "zip": Label("Postleitzahl", "Postcode"),
    "price": Label("Preis", "Price"),
    "date": Label("Datum", "Date"),
    "time": Label("Uhrzeit", "Time"),
    "email": Label("E-Mail-Adresse", "E-mail address"),
    "number": Label("Zahl", "Number"),
    "url": Label("Webadresse", "Web address"),
}
_LINE_EACH = Label("Eine erlaubte Angabe je Zeile.", "One allowed value a line.")
_RANGE_HELP = Label(
    "Eine Zahl, oder ein Datum wie 2026-11-30.", "A number, or a date such as 2026-11-30."
)


def _line(label: Label, help_text: Label | None = None) -> Line:
    more = {"help_text": words(help_text)} if help_text else {}
    return Line(required=False, label=words(label), **more)


_MODE = Choice(
    choices=[(mode.value, words(label)) for mode, label in MODE_WORDS.items()],
    default=Mode.LOCKED.value,
    label=words(Label("Partner darf", "Partner may")),
    search_index=False,
)
_LIMITS: Mapping[str, blocks.Block] = {
    "max_length": Whole(
        required=False, min_value=1, label=words(Label("Höchstens Zeichen", "Characters at most"))
    ),
    "options": Lines(
        required=False,
        rows=2,
        label=words(Label("Erlaubte Angaben", "Allowed values")),
        help_text=words(_LINE_EACH),
    ),
    "format": Choice(
        required=False,
        choices=[(name, words(label)) for name, label in FORMAT_WORDS.items()],
        label=words(Label("Form", "Format")),
        search_index=False,
    ),
    "minimum": _line(Label("Mindestens", "At least"), _RANGE_HELP),
    "maximum": _line(Label("Höchstens", "At most"), _RANGE_HELP),
    "hosts": Lines(
        required=False,
        rows=2,
        label=words(Label("Erlaubte Webseiten", "Allowed web sites")),
        help_text=words(
            Label("Ein Name je Zeile, wie nordring.example.", "One a line: nordring.example.")
        ),
    ),
    "collection": Whole(
        required=False, min_value=1, label=words(Label("Nur aus Sammlung Nr.", "Collection no."))
    ),
    "ratio": _line(
        Label("Seitenverhältnis", "Aspect ratio"), Label("Zum Beispiel 16:9.", "For example 16:9.")
    ),
    "min_px": Whole(
        required=False,
        min_value=1,
        label=words(Label("Mindestbreite in Pixeln", "Pixels wide at least")),
    ),
    "features": _line(
        Label("Erlaubte Auszeichnungen", "Allowed formatting"),
        Label("bold, italic, link, ul, ol, mit Komma.", "bold, italic, link, ul, ol, by comma."),
    ),
}
# The limits that fit what a field holds.
LIMITS_OF: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.TEXT: ("max_length", "options", "format"),
    FieldType.LONG: ("max_length",),
    FieldType.RICH: ("max_length", "features"),
    FieldType.PICTURE: ("collection", "ratio", "min_px"),
    FieldType.LINK: ("hosts",),
    FieldType.EMAIL: ("options",),
    FieldType.PRICE: ("minimum", "maximum", "options"),
    FieldType.DATE: ("minimum", "maximum"),
    FieldType.TIME: ("options",),
    FieldType.OPTION: ("options",),
    FieldType.COLOUR: ("options",),
    FieldType.CLAIM: (),
    FieldType.TESTIMONIAL: (),
}


@cache
def _field_lock(limits: tuple[str, ...], name: str, label: Label) -> Group:
    """The lock of one field; equal ones are the same instance."""
    children = [("mode", _MODE), *((limit, _LIMITS[limit]) for limit in limits)]
    return Group(
        children,
        label=words(label),
        icon="lock",
        collapsed=True,
        label_format="{mode}",
        form_layout=_layout(limits),
    )


@cache
def _layout(limits: tuple[str, ...]) -> blocks.BlockGroup:
    """One for all locks with these limits: a hundred of them were a tenth of the edit form."""
    return blocks.BlockGroup(["mode", *limits])


_RIGHTS = Group(
    [
        ("move", Switch(required=False, label=words(Label("Verschieben", "Move")))),
        ("remove", Switch(required=False, label=words(Label("Weglassen", "Leave out")))),
        (
            "repeat",
            Whole(
                required=False,
                min_value=0,
                label=words(Label("Wiederholen", "Repeat")),
                help_text=words(
                    Label(
                        "So viele weitere Exemplare. In der Auswahl eines Bereichs: so oft darf "
                        "er verwendet werden, leer = bis der Bereich voll ist.",
                        "So many further copies. Among a region's prototypes: uses, "
                        "empty = until the region is full.",
                    )
                ),
            ),
        ),
    ],
    label=words(Label("Der Partner darf den Baustein", "The partner may")),
    icon="lock-open",
    collapsed=True,
)
_WHY = _line(
    Label("Warum gesperrt", "Why locked"),
    Label("Sieht der Partner am Schloss.", "The partner sees it at the padlock."),
)
_ASK = _line(
    Label("Wen fragen", "Whom to ask"), Label("Name und Telefon.", "Name and phone number.")
)


def locks(kind: Kind) -> Group:
    """The settings panel of a kind; a pinned one has no rights to give."""
    children: list[tuple[str, blocks.Block]] = [] if kind.pinned else [("rights", _RIGHTS)]
    # The legal block has nothing to release, by construction.
    fields = () if kind.name == "legal" else kind.fields
    if fields:
        each = [(f.name, _field_lock(LIMITS_OF[f.type], f.name, f.label)) for f in fields]
        children.append(("fields", Group(each, label=words(Label("Felder", "Fields")))))
    children += [("why", _WHY), ("ask", _ASK)]
    return Group(
        children,
        search_index=False,
        label=words(Label("Schlösser", "Locks")),
        icon="lock",
    )
