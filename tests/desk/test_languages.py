"""German and English, complete: no word in any room is left in the other language."""

from __future__ import annotations

import ast
import gettext
import re
from html.parser import HTMLParser
from pathlib import Path

import allauth
import django
import pytest
import wagtail
from django.test import Client
from django.urls import reverse
from django.utils.translation import trans_real

from partner_spaces.models import PartnerRole
from tests import factories

ROOT = Path(__file__).parents[2]
PACKAGES = ("brand_kits", "blocks", "cms", "partner_spaces", "send")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
CALLS |= {"N_", "_n"}
# names, keys and units that are the same in every language
SAME = {"Einklang", "Esc", "Alt", "English", "Deutsch", "kB", "px", "Studio"}
SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-th")
CLASSES = re.compile(r"{%\s*block body_class\s*%}.*?{%\s*endblock\s*%}")
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
BLOCK = re.compile(r"{%\s*(comment|blocktranslate|blocktrans)\b.*?{%\s*end\1\s*%}", re.DOTALL)
WORDS = re.compile(r"{%\s*(?:translate|trans)\s+(\"[^\"]*\"|'[^']*')(.*?)%}")
WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}")


def catalogue(language: str) -> dict:
    """What Django knows in a language, our catalogues and its own together."""
    found: dict = {}
    translation = trans_real.translation(language)
    for part in translation._catalog._catalogs:
        found |= part
    return found


def templates() -> list[Path]:
    return sorted(p for package in PACKAGES for p in (ROOT / package).rglob("templates/**/*.html"))


def sources() -> list[Path]:
    return sorted(
        p
        for package in PACKAGES
        for p in (ROOT / package).rglob("*.py")
        if "migrations" not in p.parts
    )


def asked_in_python(path: Path) -> set[str]:
    """The msgids a module asks for, also those that are lines of one literal."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS and node.args:
            context = node.func.id.startswith("p")
            first = node.args[1 if context else 0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                prefix = f"{node.args[0].value}\x04" if context else ""
                found.add(prefix + first.value)
    return found


def asked_in_template(path: Path) -> set[str]:
    found = set()
    for quoted, rest in WORDS.findall(path.read_text()):
        context = re.search(r'context\s+"([^"]*)"', rest)
        found.add((f"{context[1]}\x04" if context else "") + quoted[1:-1])
    return found


def missing(asked: set[str], known: dict) -> set[str]:
    return {m for m in asked if m and not (known.get(m) or known.get((m, 0)))}


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_word_a_module_says_is_there_in_german(path):
    assert missing(asked_in_python(path), catalogue("de")) == set()


@pytest.mark.parametrize("path", templates(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_word_a_template_says_is_there_in_german(path):
    assert missing(asked_in_template(path), catalogue("de")) == set()


def catalogues() -> list[Path]:
    return sorted(p for package in PACKAGES for p in (ROOT / package).rglob("locale/de/**/*.po"))


@pytest.mark.parametrize("path", catalogues(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_entry_of_a_catalogue_is_empty_or_a_guess(path):
    entries = [e for e in path.read_text().split("\n\n")[1:] if "msgid" in e and "#~" not in e]
    empty = [e for e in entries if re.search(r'^msgstr(\[\d\])? ""\s*$(?!\n")', e, re.MULTILINE)]
    assert entries
    assert empty == []
    assert [e for e in entries if "#, fuzzy" in e] == []
    assert path.with_suffix(".mo").exists()


# Words of the libraries that ours say otherwise on purpose; wherever one stands, ours fits too.
OURS = {
    *("Account", "Checks", "Form", "History", "Next", "Owner", "Preview in mobile size"),
    *("Show all", "Templates", "Time", "To", "View", "Words", "just now", "sent"),
}


def test_no_word_of_ours_changes_what_a_library_says():
    """All catalogues are one: `Type` of a letter would stand over Wagtail's column of page types."""
    theirs: dict[str, set[str]] = {}
    for home in (wagtail, django, allauth):
        for path in Path(home.__file__).parent.rglob("locale/de/LC_MESSAGES/django.mo"):
            for msgid, said in spoken(path):
                theirs.setdefault(msgid, set()).add(said)
    changed = {
        msgid
        for po in catalogues()
        for msgid, said in spoken(po.with_suffix(".mo"))
        if msgid in theirs and said not in theirs[msgid]
    }
    assert changed - OURS == set()


def spoken(path: Path) -> list[tuple[str, str]]:
    with path.open("rb") as file:
        found = gettext.GNUTranslations(file)._catalog
    return [(m, said) for m, said in found.items() if isinstance(m, str) and m]


class Bare(HTMLParser):
    """Texts and spoken attributes of a template that no translation stands around."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag, attrs):
        self.skipped += tag in ("script", "style")
        self.found += [v for name, v in attrs if name in SPOKEN and v and WORD.search(v)]

    def handle_endtag(self, tag):
        self.skipped -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.skipped and WORD.search(data):
            self.found.append(data.strip())


# When nothing works, not even the language is known: that page says it in both.
BOTH = {"500.html"}


@pytest.mark.parametrize(
    "path",
    [p for p in templates() if p.name not in BOTH],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_no_template_has_words_of_one_language_only(path):
    page = Bare()
    page.feed(TAG.sub("", CLASSES.sub("", BLOCK.sub("", path.read_text()))))
    bare = [text for text in page.found if set(WORD.findall(text)) - SAME]
    assert bare == []


class Shown(HTMLParser):
    """What a page shows and says, text by text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: set[str] = set()
        self.skipped = 0

    def handle_starttag(self, tag, attrs):
        self.skipped += tag in ("script", "style")
        self.texts |= {v.strip() for name, v in attrs if name in SPOKEN and v}

    def handle_endtag(self, tag):
        self.skipped -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.skipped and data.strip():
            self.texts.add(re.sub(r"\s+", " ", data.strip()))


SCREENS = ("start", "catalogue", "campaigns", "company", "members", "customers", "more")


@pytest.mark.django_db
@pytest.mark.capability("OP4")
def test_every_screen_speaks_german_and_after_one_press_english():
    german = catalogue("de")
    english = {m for m in german if isinstance(m, str) and m}
    said = {said for said in german.values() if said}
    capitals = {w[:1].upper() + w[1:] for w in english}
    both = (english | capitals) & (said | {w[:1].upper() + w[1:] for w in said}) | SAME
    space = factories.partner()
    owner = factories.member(space, PartnerRole.OWNER)
    campaign = factories.campaign(by=owner)
    client = Client()
    client.force_login(owner)
    urls = [reverse(f"desk:{name}") for name in SCREENS]
    urls += [
        reverse(f"desk:{name}", args=[campaign.uuid]) for name in ("compose", "preview", "versions")
    ]
    urls += [reverse("desk_send:list")]
    for language, foreign in (("de", english - both), ("en", said - both)):
        client.post(reverse("set_language"), {"language": language})
        for url in urls:
            page = Shown()
            answer = client.get(url)
            page.feed(answer.content.decode())
            assert answer.headers["Content-Language"] == language
            names = {campaign.title, campaign.template.title, space.name, owner.get_full_name()}
            names.add("AM")  # the sender's initials in the inbox, and half of the English clock
            strangers = {t for t in page.texts & foreign if t not in names}
            assert strangers == set(), f"{url} in {language}"
