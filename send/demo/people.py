"""The people of the demo: headquarters, a reviewer, six partners with members and customers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from brand_kits.models import Network
from cms.models import User
from partner_spaces import members
from partner_spaces.models import Membership, Partner, PartnerRole
from partner_spaces.trust_centre import customers
from partner_spaces.trust_centre.customers import DoubleOptIn, Row

PASSWORD = "nordring-demo-2026"  # noqa: S105 - printed on the screen, for trying out alone
CUSTOMERS = 300
HQ = ("zentrale@nordring.example", "Inga", "Harms")
REVIEWER = ("pruefung@nordring.example", "Jonas", "Petersen")
PARTNERS: tuple[dict[str, Any], ...] = (
    {
        "network": "nordring",
        "slug": "brueckner",
        "logo": "zeichen-brueckner",
        "name": "Autohaus Brückner",
        "street": "Musterkai 18",
        "postcode": "24103",
        "city": "Kiel",
        "phone": "0431 000 140",
        "email": "info@brueckner.example",
        "website": "https://www.brueckner.example",
        "hours": "Mo–Fr 7.30–18 Uhr, Sa 9–13 Uhr",
        "from_name": "Autohaus Brückner",
        "from_local": "brueckner",
        "reply_to": "service@brueckner.example",
        "legal_name": "Autohaus Brückner GmbH",
        "represented_by": "Meike Tamm",
        "register_court": "Amtsgericht Kiel",
        "register_number": "HRB 00140",
        "vat_id": "DE000000140",
        "people": (
            ("meike.tamm@brueckner.example", "Meike", "Tamm", PartnerRole.OWNER),
            ("arne.voss@brueckner.example", "Arne", "Voss", PartnerRole.EDITOR),
        ),
    },
    {
        "network": "nordring",
        "slug": "ahrens",
        "name": "Servicehof Ahrens",
        "street": "Probeweg 3",
        "postcode": "25813",
        "city": "Husum",
        "phone": "04841 000 27",
        "email": "hallo@ahrens.example",
        "website": "https://www.ahrens.example",
        "hours": "Mo–Fr 8–17 Uhr",
        "from_name": "Servicehof Ahrens",
        "from_local": "ahrens",
        "reply_to": "hallo@ahrens.example",
        "legal_name": "Servicehof Ahrens e. K.",
        "represented_by": "Birte Ahrens",
        "register_court": "Amtsgericht Flensburg",
        "register_number": "HRA 00027",
        "vat_id": "DE000000027",
        "people": (
            ("birte@ahrens.example", "Birte", "Ahrens", PartnerRole.OWNER),
            ("ole@ahrens.example", "Ole", "Lund", PartnerRole.VIEWER),
        ),
    },
    {
        "network": "nordring",
        "slug": "okken",
        "name": "Kfz-Meisterbetrieb Okken",
        "street": "Am Beispieltief 9",
        "postcode": "26725",
        "city": "Emden",
        "phone": "04921 000 63",
        "email": "moin@okken.example",
        "website": "https://www.okken.example",
        "hours": "Mo–Fr 7–17.30 Uhr",
        "from_name": "Okken in Emden",
        "from_local": "okken",
        "reply_to": "werkstatt@okken.example",
        "legal_name": "Okken Kraftfahrzeuge GmbH & Co. KG",
        "represented_by": "Okken Verwaltungs-GmbH, diese durch Tjark Okken",
        "register_court": "Amtsgericht Aurich",
        "register_number": "HRA 00063",
        "vat_id": "DE000000063",
        "customers": 160,
        "people": (("tjark@okken.example", "Tjark", "Okken", PartnerRole.OWNER),),
    },
    {
        "network": "nordring-sued",
        "slug": "riedmueller",
        "name": "Autohaus Riedmüller",
        "street": "Probsteiner Straße 21",
        "postcode": "87435",
        "city": "Kempten",
        "phone": "0831 000 210",
        "email": "service@riedmueller.example",
        "website": "https://www.riedmueller.example",
        "hours": "Mo–Fr 7.30–18 Uhr, Sa 8–12 Uhr",
        "from_name": "Autohaus Riedmüller",
        "from_local": "riedmueller",
        "reply_to": "service@riedmueller.example",
        "legal_name": "Autohaus Riedmüller GmbH",
        "represented_by": "Vroni Riedmüller",
        "register_court": "Amtsgericht Kempten",
        "register_number": "HRB 00210",
        "vat_id": "DE000000210",
        "customers": 220,
        "people": (("vroni@riedmueller.example", "Vroni", "Riedmüller", PartnerRole.OWNER),),
    },
    {
        "network": "nordring-sued",
        "slug": "lechner",
        "logo": "zeichen-lechner",
        "name": "Kfz Lechner",
        "country": "AT",
        "street": "Mustergasse 4",
        "postcode": "5020",
        "city": "Salzburg",
        "phone": "+43 662 000 84",
        "email": "servus@lechner.example",
        "website": "https://www.lechner.example",
        "hours": "Mo–Do 7.30–17 Uhr, Fr bis 15 Uhr",
        "from_name": "Kfz Lechner",
        "from_local": "lechner",
        "reply_to": "servus@lechner.example",
        "legal_name": "Kfz Lechner GesmbH",
        "represented_by": "Florian Lechner",
        "register_court": "Landesgericht Salzburg",
        "register_number": "000084 x",
        "vat_id": "ATU00000084",
        "customers": 180,
        "people": (("florian@lechner.example", "Florian", "Lechner", PartnerRole.OWNER),),
    },
    {
        "network": "nordring-sued",
        "slug": "zbinden",
        "name": "Garage Zbinden",
        "country": "CH",
        "street": "Beispielweg 12",
        "postcode": "3011",
        "city": "Bern",
        "phone": "+41 31 000 05 60",
        "email": "gruezi@zbinden.example",
        "website": "https://www.zbinden.example",
        "hours": "Mo–Fr 7.30–12 und 13–17.30 Uhr",
        "from_name": "Garage Zbinden",
        "from_local": "zbinden",
        "reply_to": "gruezi@zbinden.example",
        "legal_name": "Garage Zbinden AG",
        "represented_by": "Regula Zbinden",
        "register_court": "Handelsregisteramt des Kantons Bern",
        "register_number": "CHE-000.000.560",
        "vat_id": "CHE-000.000.560 MWST",
        "customers": 120,
        "people": (("regula@zbinden.example", "Regula", "Zbinden", PartnerRole.OWNER),),
    },
)
NOT_FACTS = ("people", "customers", "network", "logo")
_FIRST = (
    "Anke", "Arne", "Beate", "Birger", "Carla", "Claas", "Dörte", "Eike", "Elif", "Enno",
    "Femke", "Finn", "Frauke", "Gesa", "Hauke", "Heike", "Ida", "Imke", "Inken", "Jale",
    "Jens", "Jette", "Jörg", "Kaya", "Keno", "Lene", "Levke", "Malte", "Mareike", "Mehmet",
    "Merle", "Momme", "Nele", "Niklas", "Okko", "Paula", "Rieke", "Sönke", "Svea", "Tjark",
    "Thea", "Uwe", "Wiebke", "Yusuf",
)  # fmt: skip
_LAST = (
    "Asmus", "Beispiel", "Brodersen", "Carstens", "Detlefs", "Exempel", "Feddersen", "Görtz",
    "Hinrichs", "Ivers", "Jessen", "Ketels", "Lorenzen", "Muster", "Nissen", "Oldsen",
    "Paulsen", "Quast", "Rickmers", "Sievers", "Thomsen", "Ufer", "Vorlage", "Wulf", "Yildiz",
    "Zander", "Großkopf", "Lüthje", "Öhlrich",
)  # fmt: skip
_TEXT = "Ja, ich möchte Angebote und Hinweise meiner Werkstatt per E-Mail. Widerruf jederzeit."


def invented(seed: str, count: int = CUSTOMERS) -> Iterator[Row]:
    """The same invented people for the same seed; each with a double opt-in, all at .example."""
    chance = random.Random(seed)  # noqa: S311 - people, not keys
    start = datetime(2025, 1, 7, 9, tzinfo=UTC)
    for number in range(count):
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        asked = start + timedelta(minutes=chance.randrange(60 * 24 * 500))
        yield Row(
            email=f"kunde{number:03}.{seed}@post.example",
            salutation=chance.choice(("Frau", "Herr")),
            first_name=first,
            last_name=last,
            company="" if chance.random() > 0.08 else f"{last} Bau GmbH",
            language="de",
            consent=DoubleOptIn(
                asked, asked + timedelta(minutes=chance.randrange(1, 600)), _TEXT, "Kundenkarte"
            ),
        )


@cache
def _password() -> str:
    """Hashed once for all: each takes half a second, and there is only one to guess anyway."""
    return make_password(PASSWORD)


def person(email: str, first: str, last: str, **values: Any) -> User:
    """An account with the demo's password. Safe to repeat."""
    user = User.objects.filter(username=email).first()
    if user is None:
        names = {"username": email, "email": email, "first_name": first, "last_name": last}
        user = User.objects.create(**names, password=_password(), **values)
    return user


def headquarters() -> User:
    return person(*HQ, is_superuser=True, is_staff=True)


def reviewer() -> User:
    user = person(*REVIEWER)
    user.groups.set(Group.objects.filter(name="Reviewers"))
    return user


def partners(networks: Mapping[str, Network], images: Mapping[str, int]) -> dict[str, Partner]:
    """All partners with their members and customers. Safe to repeat."""
    made = {}
    for values in PARTNERS:
        facts = {k: v for k, v in values.items() if k not in NOT_FACTS}
        facts |= {
            "network": networks[values["network"]],
            "logo_id": images.get(values.get("logo", "")),
        }
        partner, _new = Partner.objects.get_or_create(slug=values["slug"], defaults=facts)
        for email, first, last, role in values["people"]:
            user = person(email, first, last)
            if not Membership.objects.filter(user=user, partner=partner).exists():
                members.add(partner, user, role, by=None)
        if not customers.count(partner.pk):
            customers.add(partner.pk, invented(partner.slug, values.get("customers", CUSTOMERS)))
        made[partner.slug] = partner
    return made
