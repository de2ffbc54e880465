"""What the demo's mails are written with: block ids, locks, and the parts all of them have."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stock:
    """What headquarters has ready, by name: pictures, shared blocks, claims, customers' voices."""

    images: Mapping[str, int]
    shared: Mapping[str, int]
    claims: Mapping[str, int]
    voices: Mapping[str, int]


ASK = "Markenteam Nordring, 0431 000 100"
BOOK = "https://www.nordring.example/termin"
_SPACE = uuid.UUID("6f6b1c1e-0d2f-4c55-9a7e-3a4d5e6f7a80")


def block_id(name: str) -> str:
    """The same id for the same block, whenever the demo is made (a version-4 shaped uuid)."""
    raw = bytearray(uuid.uuid5(_SPACE, name).bytes)
    raw[6] = (raw[6] & 0x0F) | 0x40
    return str(uuid.UUID(bytes=bytes(raw)))


# --- locks ---------------------------------------------------------------------------------------


def locks(fields: dict[str, Block] | None = None, *, why: str = "", **rights: Any) -> Block:
    return {
        "rights": {"move": False, "remove": False, "repeat": None, **rights},
        "fields": fields or {},
        "why": why,
        "ask": ASK,
    }


def free(**limits: Any) -> Block:
    return {"mode": "editable", **limits}


def must(**limits: Any) -> Block:
    return {"mode": "must_change", **limits}


def choice(*options: str) -> Block:
    return {"mode": "choice", "options": "\n".join(options)}


def own_picture(min_px: int) -> dict[str, Block]:
    """A picture of the partner's, and its description."""
    return {"image": free(min_px=min_px), "alt": free(max_length=120)}


def own_offer() -> dict[str, Block]:
    """Everything of an offer but its terms: they are written by headquarters' lawyers."""
    return {
        "title": must(max_length=60),
        "text": free(max_length=260, features="bold,italic,ul"),
        "price": must(format="price", minimum="5", maximum="999"),
        "old_price": free(format="price"),
        "unit": choice("je Satz", "je Rad", "je Saison", "pauschal", "zzgl. Material"),
        "valid_from": free(format="date"),
        "valid_until": free(format="date"),
        **own_picture(600),
        "button_label": free(max_length=28),
        "button_url": free(),
    }


# --- blocks --------------------------------------------------------------------------------------


def block(name: str, kind: str, lock: Block, **value: Any) -> Block:
    return {"type": kind, "id": block_id(name), "value": {**value, "locks": lock}}


def envelope(key: str, subject: str, preheader: str, *, mode: Any = free) -> Block:
    opened = {"subject": mode(max_length=70), "preheader": free(max_length=100)}
    return block(
        f"{key}/envelope",
        "envelope",
        locks(opened, why="Der Absender ist immer Ihr Betrieb."),
        subject=subject,
        preheader=preheader,
        from_name="{{ partner.from_name }}",
        reply_to="",
    )


def header(key: str, ground: str = "brand") -> Block:
    return block(
        f"{key}/header",
        "header",
        locks(why="Das Logo steht in jeder Nordring-Mail an derselben Stelle."),
        align="left",
        logo="dark" if ground == "brand" else "light",
        background=ground,
        link="",
    )


def hero(name: str, lock: Block, **value: Any) -> Block:
    empty = {"image": None, "alt": "", "claim": "", "text": ""}
    return block(name, "hero", lock, **{**empty, "align": "left", "background": "brand", **value})


def words(name: str, text: str, lock: Block, *, align: str = "left") -> Block:
    return block(name, "text", lock, text=text, colour="text", align=align)


def heading(name: str, text: str, lock: Block | None = None, **value: Any) -> Block:
    usual = {"kicker": "", "size": "large", "align": "left", "colour": "brand"}
    return block(
        name,
        "heading",
        lock or locks({"text": free(max_length=60)}),
        **{**usual, "background": "background", "text": text, **value},
    )


def beside(name: str, lock: Block, **value: Any) -> Block:
    usual = {"alt": "", "side": "before", "share": "smaller", "button_label": "", "button_url": ""}
    return block(name, "beside", lock, **{**usual, "background": "background", **value})


def air(name: str, height: str = "some", ground: str = "background") -> Block:
    return block(name, "spacer", locks(), height=height, background=ground)


def line(name: str, look: str = "short", align: str = "left") -> Block:
    return block(name, "divider", locks(), line=look, align=align, background="background")


def button(name: str, label: str, *, colour: str = "accent", url: str = BOOK, **lock: Any) -> Block:
    lock.setdefault("why", "Der Knopf führt zur Terminbuchung.")
    return block(
        name,
        "button",
        locks({"label": free(max_length=28)}, **lock),
        label=label,
        url=url,
        colour=colour,
        align="center",
    )


def offer(name: str, lock: Block, **value: Any) -> Block:
    empty = dict.fromkeys(
        (
            *("alt", "text", "price", "old_price", "unit", "valid_from", "valid_until"),
            *("terms", "button_label", "button_url"),
        ),
        "",
    )
    return block(name, "offer", lock, **{**empty, "image": None, **value})


def _frame(
    name: str, prototypes: list[Block], defaults: list[Block], limits: dict[str, Any]
) -> Block:
    """What every container has. limits: how many blocks it takes (`min`, `max`), or its `order`."""
    key = name.rpartition("/")[2].replace("-", "_")
    usual = {"key": key, "min": 1, "max": 3, "order": "free"}
    return {**usual, **limits, "prototypes": prototypes, "defaults": defaults}


def region(
    name: str, prototypes: list[Block], defaults: list[Block], *, why: str = "", **limits: Any
) -> Block:
    return block(name, "region", locks(why=why), **_frame(name, prototypes, defaults, limits))


def grid(
    name: str, prototypes: list[Block], defaults: list[Block], *, why: str = "", **limits: Any
) -> Block:
    """Offers two by two."""
    frame = _frame(name, prototypes, defaults, {"min": 0, "max": 4, **limits})
    return block(name, "offers", locks(why=why), background="surface", **frame)


def columns(name: str, layout: str, *held: list[Block], ground: str = "background") -> Block:
    """Blocks side by side; what stands in a column stays there."""
    made = [
        {
            "type": "column",
            "id": block_id(f"{name}/spalte{number}"),
            "value": _frame(f"spalte{number}", [], blocks, {"min": 0}),
        }
        for number, blocks in enumerate(held, 1)
    ]
    look = {"layout": layout, "valign": "top", "background": ground}
    return block(name, "columns", locks(), **look, columns=made)


def sign(name: str, image: int, title: str, text: str) -> list[Block]:
    """A column of a sign, a few words in bold, and a sentence that is the partner's."""
    return [
        block(
            f"{name}/zeichen",
            "picture",
            locks(),
            image=image,
            alt="",
            caption="",
            link="",
            width="inset",
        ),
        heading(f"{name}/titel", title, locks(), size="small", align="center"),
        words(
            f"{name}/text", f"<p>{text}</p>", locks({"text": free(max_length=90)}), align="center"
        ),
    ]


def shared(name: str, use: int) -> Block:
    return block(
        name,
        "shared",
        {"why": "Steht in allen Mails und wird einmal gepflegt.", "ask": ASK},
        block=use,
    )


def coupon(name: str, lock: Block, **value: Any) -> Block:
    empty = dict.fromkeys(("code", "valid_until", "terms", "button_label", "button_url"), "")
    return block(name, "coupon", lock, **{**empty, "bars": "no_bars", **value})


def event(name: str, lock: Block, **value: Any) -> Block:
    empty = dict.fromkeys(
        ("start", "end", "last", "place", "text", "button_label", "button_url"), ""
    )
    return block(name, "event", lock, **{**empty, "calendar": "offered", **value})


def occasion(name: str, lock: Block, **value: Any) -> Block:
    """What stays empty is the recipient's own: vehicle, date, mileage."""
    empty = dict.fromkeys(
        ("title", "vehicle", "due", "mileage", "text", "button_label", "button_url"), ""
    )
    return block(name, "occasion", lock, **{**empty, **value})


def branch(key: str, image: int, *, ground: str = "background") -> Block:
    """Who writes: all of it is the partner's own data."""
    return block(
        f"{key}/betrieb",
        "branch",
        locks(
            {"text": free(max_length=200), **own_picture(600)},
            why="Anschrift und Zeiten stehen in Ihren Stammdaten.",
        ),
        title="",
        image=image,
        alt="",
        text="",
        way="map",
        background=ground,
    )


def social(key: str, *, ground: str = "background") -> Block:
    return block(
        f"{key}/netze",
        "social",
        locks(
            {"facebook": free(), "instagram": free()},
            why="Die Seiten der Marke; Facebook und Instagram dürfen Ihre eigenen sein.",
            remove=True,
        ),
        title="",
        facebook="https://www.facebook.com/nordring.example",
        instagram="https://www.instagram.com/nordring.example",
        youtube="https://www.youtube.com/@nordring.example",
        tiktok="",
        linkedin="",
        whatsapp="",
        align="center",
        background=ground,
    )


def claim(name: str, chosen: int, note: str, *, ground: str = "brand") -> Block:
    why = "Was hier steht, ist belegt; deshalb ändert es nur die Marke."
    look = {"note": note, "align": "center", "background": ground}
    return block(name, "claim", locks(why=why, remove=True), claim=chosen, **look)


def voice(name: str, chosen: int, *, ground: str = "background") -> Block:
    why = "Die Kundin oder der Kunde hat diesem Wortlaut zugestimmt."
    lock = locks(why=why, remove=True)
    return block(name, "testimonial", lock, voice=chosen, background=ground)


def legal(key: str, note: str) -> Block:
    return block(
        f"{key}/legal",
        "legal",
        {"why": "Impressum und Abmeldung verlangt das Gesetz in jeder Mail.", "ask": ASK},
        note=note,
    )
