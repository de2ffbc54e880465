"""One invented brand, one invented partner and one whole mail, as plain values."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from blocks.compile import compile
from blocks.pictures import Picture, Shelf
from blocks.quote import quote_of
from brand_kits.claims import Claim, Testimonial
from brand_kits.theme import Imprint, Logo, Theme, TypeStyle

ARIAL = "Arial, Helvetica, sans-serif"


def picture(number, width, height, alt):
    return Picture(
        number, f"{number:064x}", width, height, f"https://pub.example/i/{number}.png", alt
    )


PICTURES = {
    1: picture(1, 336, 110, "Nordring Autoservice"),
    2: picture(2, 1200, 540, "Auto auf einer Landstraße im Herbst"),
    3: picture(3, 1200, 750, "Rad mit Herbstlaub"),
    4: replace(picture(4, 200, 120, ""), square="https://pub.example/i/4-square.png"),
}
CLAIMS = {
    5: Claim(5, {"de": "Neun von zehn kommen wieder.", "en": "Nine of ten come back."},
             "Umfrage 2025, n = 4.120", None, date(2027, 6, 30), frozenset(), frozenset(), 11),
    6: Claim(6, {"de": "Ein Ring. Ein Wort."}, "Markenregister", None, None, frozenset(),
             frozenset(), 12),
}  # fmt: skip
VOICES = {
    7: Testimonial(7, {"de": "In zwanzig Minuten fertig.", "en": "Done in twenty minutes."},
                   "Petra B.", "Kundin seit 2019", 4, None, None, frozenset(), 13),
    8: Testimonial(8, {"de": "Immer wieder gern."}, "Jan K.", "", None, None, None, frozenset(), 14),
}  # fmt: skip
IMPRINT = Imprint(
    "DE",
    "de",
    "{{ partner.legal_name }}\n{{ partner.street }}, {{ partner.postcode }} {{ partner.city }}\n"
    "{% if partner.register_court %}{{ partner.register_court }}, {{ partner.register_number }}"
    "{% endif %}\nUSt-IdNr. {{ partner.vat_id }}",
    ("partner.legal_name", "partner.street", "partner.postcode", "partner.city", "partner.vat_id"),
)
THEME = Theme(
    name="Nordring Autoservice",
    version="1",
    colours={
        "brand": "#12305a",
        "on_brand": "#ffffff",
        "text": "#2b2f36",
        "background": "#ffffff",
        "surface": "#e9f1f8",
        "accent": "#f2b705",
        "on_accent": "#12243f",
        "muted": "#55606e",
    },
    styles={
        "heading": TypeStyle(ARIAL, 32, 700, 1.15),
        "subheading": TypeStyle(ARIAL, 20, 700, 1.25),
        "body": TypeStyle(ARIAL, 16, 400, 1.5),
        "small": TypeStyle(ARIAL, 13, 400, 1.5),
        "price": TypeStyle(ARIAL, 28, 700, 1.1),
        "button": TypeStyle(ARIAL, 16, 700, 1.2),
    },
    logos={"light": Logo("light", 1, "Nordring Autoservice", 168)},
    imprints=(IMPRINT,),
)
PARTNER = {
    "partner.name": "Autohaus Brückner",
    "partner.legal_name": "Autohaus Brückner GmbH",
    "partner.street": "Musterkai 18",
    "partner.postcode": "24103",
    "partner.city": "Kiel",
    "partner.phone": "0431 000 140",
    "partner.email": "info@brueckner.example",
    "partner.website": "www.brueckner.example",
    "partner.hours": "Mo–Fr 7.30–18 Uhr, Sa 9–13 Uhr",
    "partner.register_court": "Amtsgericht Kiel",
    "partner.register_number": "HRB 0000 KI",
    "partner.vat_id": "DE000000000",
}
FILES = "https://pub.example/i/"
URLS = {
    "unsubscribe_url": "https://pub.example/u/abc",
    "web_view_url": "https://pub.example/m/abc",
}

# One block of each kind, with every field filled.
VALUES = {
    "envelope": {
        "subject": '{{ first_name | "Ihre" }} Winterräder warten',
        "preheader": "Termin in zwei Minuten gebucht",
        "from_name": "Nordring – {{ partner.name }}",
        "reply_to": "",
    },
    "header": {
        "logo": "light",
        "align": "left",
        "background": "background",
        "link": "{{ partner.website }}",
    },
    "hero": {
        "image": 2,
        "alt": "",
        "claim": "Räderwechsel 2026",
        "headline": "Sicher durch den {{ partner.city }}er Herbst",
        "text": "<p>Ihr Termin ist in zwei Minuten gebucht.</p>",
        "align": "left",
        "background": "brand",
    },
    "heading": {
        "kicker": "Im November",
        "text": "Gut durch den {{ partner.city }}er Winter",
        "size": "large",
        "align": "left",
        "colour": "brand",
        "background": "background",
    },
    "text": {
        "text": '<p>{{ salutation | "Guten Tag" }}{% if last_name %} {{ last_name }}{% endif %},</p>'
        '<ul><li>Nach <b>40 Minuten</b></li><li><a href="https://a.example/?a=1&b=2">mehr</a></li>'
        "</ul>",
        "colour": "text",
        "align": "left",
    },
    "picture": {
        "image": 3,
        "alt": "Ein Rad",
        "caption": "Unser Rad",
        "link": "https://a.example/rad",
        "width": "inset",
    },
    "beside": {
        "image": 3,
        "alt": "Ein Rad im Regal",
        "side": "after",
        "share": "smaller",
        "title": "Ihre Räder überwintern bei uns",
        "text": "<p>Gereinigt, geprüft und <b>trocken</b> gelagert.</p>",
        "button_label": "Mehr erfahren",
        "button_url": "https://a.example/lager",
        "background": "surface",
    },
    "button": {
        "label": "Anrufen",
        "url": "tel:{{ partner.phone }}",
        "colour": "accent",
        "align": "center",
    },
    "offer": {
        "image": 3,
        "alt": "",
        "title": "Räderwechsel",
        "text": "<p>Wechsel und Wuchten.</p>",
        "price": "24,90",
        "old_price": "32,00",
        "unit": "je Satz inkl. MwSt.",
        "valid_from": "2026-10-12",
        "valid_until": "2026-11-14",
        "terms": "Nur für Pkw.\nSolange der Vorrat reicht.",
        "button_label": "Jetzt sichern",
        "button_url": "https://a.example/termin",
    },
    "claim": {
        "claim": 5,
        "note": "Umfrage 2025 unter 4.120 Kunden",
        "align": "center",
        "background": "background",
    },
    "testimonial": {"voice": 7, "background": "surface"},
    "event": {
        "title": "Lichttest-Abend",
        "day": "2026-11-28",
        "start": "18:00",
        "end": "21:30",
        "last": "2026-11-29",
        "place": "Musterkai 18, Halle 2",
        "text": "<p>Wir stellen Ihre Scheinwerfer ein, Sie trinken einen Kaffee.</p>",
        "button_label": "Ich bin dabei",
        "button_url": "https://a.example/dabei",
        "calendar": "offered",
    },
    "coupon": {
        "title": "Für Ihren nächsten Ölwechsel",
        "value": "20 €",
        "code": "HERBST-2026",
        "bars": "code128",
        "valid_until": "2026-12-31",
        "terms": "Ein Gutschein je Fahrzeug.\nNicht in bar.",
        "button_label": "Termin buchen",
        "button_url": "https://a.example/termin",
    },
    "occasion": {
        "title": "Ihr Termin steht an",
        "vehicle": "",
        "due_label": "Hauptuntersuchung",
        "due": "",
        "mileage": "",
        "text": "<p>Wir prüfen alles in einem Besuch.</p>",
        "button_label": "Termin wählen",
        "button_url": "https://a.example/hu",
    },
    "branch": {
        "title": "",
        "image": 3,
        "alt": "Unser Haus am Musterkai",
        "text": "<p>Ihre Werkstatt am Hafen.</p>",
        "way": "map",
        "background": "background",
    },
    "social": {
        "title": "Folgen Sie uns",
        "facebook": "https://www.facebook.com/nordring",
        "instagram": "https://instagram.com/nordring",
        "youtube": "https://youtu.be/nordring",
        "tiktok": "https://www.tiktok.com/@nordring",
        "linkedin": "https://de.linkedin.com/company/nordring",
        "whatsapp": "https://wa.me/49431000140",
        "align": "center",
        "background": "surface",
    },
    "divider": {"line": "short", "align": "center", "background": "background"},
    "spacer": {"height": "some", "background": "background"},
    "columns": {"layout": "narrow_wide", "valign": "top", "background": "surface"},
    "offers": {"background": "surface"},
    "region": {},
    "shared": {},
    "legal": {"note": "Preise inkl. MwSt."},
}


def block(kind, **values):
    return {
        "type": kind,
        "id": f"id-{kind}",
        "value": {**VALUES[kind], **values},
        **held(kind),
    }


def held(kind):
    """What a container of this kind holds, as resolved; no id stands twice in a mail."""

    def inner(name, number):
        return {"type": name, "id": f"id-{kind}-{number}", "value": VALUES[name]}

    if kind == "columns":
        columns = (("picture", "text"), ("offer", "button"))
        numbers = iter(range(1, 9))
        return {"columns": [{"blocks": [inner(n, next(numbers)) for n in c]} for c in columns]}
    names = {"offers": ("offer",) * 3, "shared": ("text", "button")}.get(kind, ())
    return {"blocks": [inner(name, number) for number, name in enumerate(names, start=1)]}


def mail(*middle):
    """A whole mail: envelope, the given blocks (else one of each kind), legal."""
    middle = middle or tuple(
        block(kind) for kind in VALUES if kind not in ("envelope", "legal", "region")
    )
    return [block("envelope"), *middle, block("legal")]


def shelf_of(pictures=PICTURES):
    return Shelf(pictures=pictures, files_at=FILES, claims=CLAIMS, testimonials=VOICES)


def quotes_of(language="de"):
    """What `blocks.pieces` hands a kind of the claims and voices it names."""
    found = [("claim", one) for one in CLAIMS.values()]
    found += [("testimonial", one) for one in VOICES.values()]
    return {
        (sort, one.id): quote_of(one, language=language, pictures=PICTURES) for sort, one in found
    }


def compiled(blocks, **more):
    shelf = shelf_of(more.pop("pictures", PICTURES))
    settings = {
        "theme": THEME,
        "language": "de",
        "shelf": shelf,
        "partner": PARTNER,
        "imprint": IMPRINT,
    }
    return compile(blocks, **settings | more)


def part(html, block_id):
    """The HTML of one block of a mail compiled with marks."""
    mark = re.sub(r"[^A-Za-z0-9/-]", "", block_id)  # as the compiler writes it
    found = re.search(rf"<!--#{mark}-->(.*?)<!--#/{mark}-->", html, re.DOTALL)
    return found[1] if found else ""


class Reader(HTMLParser):
    """Reads HTML as a mail program would: tags with attributes, comments, declarations, text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.comments, self.strange, self.words = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data):
        self.comments.append(data)

    def handle_pi(self, data):
        self.strange.append(data)

    def unknown_decl(self, data):
        self.strange.append(data)

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return "".join(self.words)

    @property
    def shape(self):
        """Tags and the names of their attributes, in order."""
        return [(tag, tuple(attributes)) for tag, attributes in self.tags]

    @property
    def links(self):
        names = ("href", "src", "action", "background", "formaction", "xlink:href")
        return [a[n] for _tag, a in self.tags for n in names if n in a]


HOSTILE = (
    "</mj-text><mj-raw><script>alert(1)</script></mj-raw>",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{",
    "}}",
    "{% if x %}",
    "{% endif %}",
    "{{ unknown }}",
    "{{ constructor.constructor }}",
    '{{ first_name | "<script>alert(1)</script>" }}',
    '{{ first_name | "a\' onload=b" }}',
    "zero\u200bwidth\u2060joiner\ufeff",
    "\u202egnp.exe\u202c \u2066x\u2069 \u061c",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!-- comment --><!--[if mso]><script>alert(1)</script><![endif]-->",
    "--><script>alert(1)</script><!--",
    "<mj-include path='/etc/passwd'/>",
    "<mj-raw><b>raw</b></mj-raw>",
    "javascript:alert(1)",
    "JaVaScRiPt&colon;alert(1)",
    "java\u2063script:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/x",
    "https://good.example@evil.example/",
    'https://a.example/\\"onclick=alert(1)',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="https://a.example/" onclick="x" style="position:fixed">x</a>',
    "\ue0000\ue001 \ue0001\ue001 \uf8ff \U000f0000",
    "&#xe000;0&#xe001; &#xe000;1&#xe001;",
    "\x00\x01\x08\x0b\x1f\x7f\x85\u2028\u2029",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "<style>*{display:none}</style><link rel=stylesheet href=//evil.example>",
    "<svg/onload=alert(1)><math><mtext></mtext></math>",
    "\\u{e000} \\ back\\slash \\\\",
    "👩‍🚒 ☎️ e\u0301 \u0338",
    "\ud800 lone surrogate",
    "<b>\u0338x</b>",
    "ﷺ" * 40,
    "a\r\nBcc: victim@evil.example",
)
