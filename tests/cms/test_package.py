"""A template as a file and back: equal bytes, nothing half taken in, every refusal in words."""

from __future__ import annotations

import base64
import contextlib
import copy
import hashlib
import io
import json
import uuid
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from wagtail.models import Collection, Locale

from brand_kits.assets.models import AssetVersion, BrandImage
from brand_kits.claim_models import Claim
from brand_kits.models import BrandKit, Network, TokenFile
from cms import groups, languages, studio_packages
from cms.errors import PackageRefused
from cms.models import CampaignTemplatePage
from cms.package.file import MOST_BYTES, opened
from cms.package.give import give
from cms.package.take import take, trial
from cms.shared import SharedBlock
from tests import bodies, factories

pytestmark = pytest.mark.django_db


def picture(colour, **values):
    out = io.BytesIO()
    Image.new("RGB", (1200, 675), colour).save(out, "PNG")
    file = SimpleUploadedFile(f"{colour}.png", out.getvalue())
    return BrandImage.objects.create(
        title=f"Bild {colour}", alt_de=f"Ein {colour}", file=file, **values
    )


def block(kind, **value):
    return {"type": kind, "id": str(uuid.uuid4()), "value": value}


@pytest.fixture
def template():
    """Everything a template can be made of: a kit below a kit, pictures, a shared block, limits,
    two languages, columns, networks."""
    root = Collection.objects.get(depth=1)
    seasons = root.add_child(instance=Collection(name="Jahreszeiten"))
    logo, winter, autumn = picture("navy"), picture("white"), picture("orange", collection=seasons)
    text = '{"brand": {}}'
    sha = hashlib.sha256(text.encode()).hexdigest()
    tokens = TokenFile.objects.create(sha256=sha, text=text)
    above = factories.kit(
        tokens=tokens,
        logos=[block("logo", variant="light", picture=logo.pk, alt="Nordring", width=160)],
        opens=["colours/accent"],
    )
    accent = block("colour", role="accent", value="#7a1f00", name="Rost")
    kit = factories.kit(parent=above, colours=[accent], imprints=[])
    network = factories.network(name="Nord")
    shared = factories.shared_block(
        [block("picture", image=autumn.pk, alt="Herbst"), block("text", text="<p>Für alle</p>")],
        kit=kit,
    )
    body = bodies.a_body()
    hero = bodies.find(body, bodies.HERO)["value"]
    hero |= {"image": winter.pk, "alt": "Winter"}
    hero["locks"]["fields"]["image"] = {"mode": "editable", "collection": seasons.pk, "min_px": 600}
    body.insert(-1, block("shared", block=shared.pk))
    page = factories.template(
        body,
        kit=kit,
        networks=[network],
        occasion="Saison",
        summary="Ä und é",
        available_from="2026-10-01",
        send_by="2026-11-30",
        uses="once",
        new_title="Winter",
    )
    english = languages.add_variant(page, "en", by=factories.hq())
    english.title = "Wheel change"
    english.save_revision().publish()
    return CampaignTemplatePage.objects.get(pk=page.pk)


def files():
    """Every file below MEDIA_ROOT."""
    return sorted(p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file())


def rows():
    """How many rows of everything a package makes."""
    tables = (CampaignTemplatePage, SharedBlock, Claim, BrandKit, TokenFile, BrandImage)
    tables += (AssetVersion, Network, Collection, Locale)
    return {model.__name__: model._default_manager.count() for model in tables}


def empty():
    """As a new installation: nothing of a brand, no template, no picture."""
    for page in CampaignTemplatePage.objects.all():
        page.delete()
    SharedBlock.objects.all().delete()
    Claim.objects.all().delete()
    BrandKit.objects.exclude(parent=None).delete()
    BrandKit.objects.all().delete()
    TokenFile.objects.all().delete()
    Network.objects.all().delete()
    for image in BrandImage.objects.all():
        image.delete()
    for collection in Collection.objects.filter(depth__gt=1):
        collection.delete()
    for file in files():
        file.unlink()


# -- there and back


@pytest.mark.capability("HA5")
def test_a_package_taken_into_an_empty_installation_and_given_out_again_is_the_same_bytes(template):
    content = give(template)
    ids = set(BrandImage.objects.values_list("pk", flat=True))
    empty()
    BrandImage.objects.create(title="Etwas anderes", file=SimpleUploadedFile("x.png", _png("red")))
    taken = take(content, by=factories.hq())
    assert give(taken.templates[0]) == content
    assert taken.reasons == ()
    assert all(step.made for step in taken.steps)
    # the numbers are others: it was not by chance
    assert (
        set(BrandImage.objects.exclude(title="Etwas anderes").values_list("pk", flat=True)) != ids
    )
    page = taken.templates[0]
    assert (page.live, page.uuid, page.language) == (False, template.uuid, "de")
    page.get_latest_revision().publish()
    assert give(CampaignTemplatePage.objects.get(pk=page.pk)) == content


def _png(colour):
    out = io.BytesIO()
    Image.new("RGB", (700, 400), colour).save(out, "PNG")
    return out.getvalue()


def test_what_a_template_is_made_of_arrives_where_it_belongs(template):
    content = give(template)
    empty()
    german, english = take(content, by=factories.hq()).templates
    assert english.language == "en"
    assert english.translation_key == german.translation_key
    assert english.title == "Wheel change"
    kit = BrandKit.objects.get(pk=german.kit_id)
    assert (kit.live, kit.parent.live, kit.parent.tokens.text) == (True, True, '{"brand": {}}')
    assert kit.theme().colours["accent"] == "#7a1f00"
    assert kit.theme().logos["light"].alt == "Nordring"
    body = german.raw_body()
    hero = bodies.find(body, bodies.HERO)["value"]
    assert BrandImage.objects.get(pk=hero["image"]).alt_de == "Ein white"
    seasons = Collection.objects.get(name="Jahreszeiten")
    assert hero["locks"]["fields"]["image"]["collection"] == seasons.pk
    assert BrandImage.objects.get(title="Bild orange").collection == seasons
    assert hero["locks"]["fields"]["headline"]["mode"] == "must_change"
    assert [n.name for n in german.networks.all()] == ["Nord"]
    shared = SharedBlock.objects.get()
    assert (shared.live, shared.kit_id) == (True, kit.pk)
    assert body[-2]["value"]["block"] == shared.pk


def test_taken_in_where_everything_is_there_it_uses_what_is_there_and_changes_nothing(template):
    content = give(template)
    before, known = rows(), set(files())
    taken = take(content, by=factories.hq())
    made = {step.kind for step in taken.steps if step.made}
    assert made == {"template"}
    assert not any(step.differs for step in taken.steps)
    after = rows()
    assert after.pop("CampaignTemplatePage") == before.pop("CampaignTemplatePage") + 2
    assert after == before
    assert set(files()) == known
    again = taken.templates[0]
    assert again.uuid != template.uuid
    assert again.slug != template.slug
    assert [b["id"] for b in again.raw_body()] == [b["id"] for b in template.raw_body()]


def test_a_kit_that_differs_stays_as_it_is_here_and_is_named(template):
    content = give(template)
    kit = BrandKit.objects.get(pk=template.kit_id)
    kit.name = "Bei uns anders"
    kit.save_revision().publish()
    taken = take(content, by=factories.hq())
    assert [s.name for s in taken.steps if s.differs] == ["Bei uns anders"]
    assert BrandKit.objects.get(pk=kit.pk).name == "Bei uns anders"


def test_a_draft_that_was_never_published_is_given_as_it_was_saved_last():
    page = factories.template()
    page.unpublish()
    draft = CampaignTemplatePage.objects.get(pk=page.pk)
    draft.title = "Nur ein Entwurf"
    draft.save_revision()
    record = json.loads(give(CampaignTemplatePage.objects.get(pk=page.pk)))
    assert record["records"][f"template:{page.uuid}"]["title"] == "Nur ein Entwurf"


def test_no_number_of_the_database_and_no_path_is_in_a_package(template):
    data = json.loads(give(template))
    said = json.dumps({k: v for k, v in data.items() if k != "pictures"})
    assert str(settings.MEDIA_ROOT) not in said
    assert '"image": {"$picture": "' in said
    assert '"block": {"$ref": "shared:' in said
    assert '"collection": {"$collection": "Jahreszeiten"}' in said
    assert "person" not in said  # nobody's name or address


# -- a trial


@pytest.mark.capability("HA5")
def test_a_trial_says_what_would_be_done_and_leaves_nothing(template):
    content = give(template)
    empty()
    before, known = rows(), files()
    told = trial(content, by=factories.hq())
    assert rows() == before
    assert files() == known
    done = take(content, by=factories.hq())
    assert told.steps == done.steps
    assert told.reasons == done.reasons


def test_what_stands_against_publishing_is_said_and_does_not_keep_it_out(template):
    data = json.loads(give(template))
    record = data["records"][data["templates"][0]]
    record["body"] = record["body"][:-1]
    taken = take(json.dumps(data).encode(), by=factories.hq())
    assert any("Pflichtangaben" in reason for reason in taken.reasons)
    assert not taken.templates[0].live


# -- bad packages


def kit_of(data):
    return next(n for n in data["records"] if n.startswith("kit:"))


def first(data):
    return data["records"][data["templates"][0]]


def hero(data):
    return next(b for b in first(data)["body"] if b["type"] == "hero")["value"]


def newer(data):
    data["v"] = 2


def no_version(data):
    data["v"] = "1"


def stranger(data):
    data["format"] = "zip"


def more(data):
    data["macros"] = []


def unknown_kind(data):
    first(data)["body"].insert(1, {"type": "carousel", "id": "x", "value": {}})


def unknown_field(data):
    hero(data)["onload"] = "alert(1)"


def unknown_property(data):
    first(data)["owner"] = 1


def unknown_table(data):
    data["records"]["user:1"] = {"username": "x"}


def foreign_picture(data):
    hero(data)["image"] = 1


def foreign_shared(data):
    next(b for b in first(data)["body"] if b["type"] == "shared")["value"]["block"] = 1


def foreign_collection(data):
    hero(data)["locks"]["fields"]["image"]["collection"] = 1


def foreign_kit(data):
    first(data)["kit"] = 1


def kit_is_a_network(data):
    first(data)["kit"] = first(data)["networks"][0]


def picture_is_a_kit(data):
    hero(data)["image"] = {"$ref": kit_of(data)}


def not_in_it(data):
    first(data)["kit"] = {"$ref": f"kit:{uuid.uuid4()}"}


def no_such_picture(data):
    hero(data)["image"] = {"$picture": "0" * 64}


def wrong_hash(data):
    sha, one = next(iter(data["pictures"].items()))
    other = bytearray(base64.b64decode(one["content"]))
    other[-1] ^= 1
    data["pictures"][sha]["content"] = base64.b64encode(bytes(other)).decode()


def no_picture(data):
    content = b"<svg onload='alert(1)'/>"
    sha = hashlib.sha256(content).hexdigest()
    old = next(iter(data["pictures"]))
    one = {**data["pictures"].pop(old), "content": base64.b64encode(content).decode()}
    data["pictures"][sha] = one
    text = json.dumps(data["records"]).replace(old, sha)
    data["records"] = json.loads(text)


def not_base64(data):
    next(iter(data["pictures"].values()))["content"] = "../../etc/passwd"


def archive_path(data):
    next(iter(data["pictures"].values()))["path"] = "../../x.png"


def circle(data):
    kit = kit_of(data)
    data["records"][kit]["parent"] = {"$ref": kit}


def long_circle(data):
    kits = [n for n in data["records"] if n.startswith("kit:")]
    data["records"][kits[0]]["parent"] = {"$ref": kits[1]}
    data["records"][kits[1]]["parent"] = {"$ref": kits[0]}


def stray(data):
    data["records"][f"kit:{uuid.uuid4()}"] = copy.deepcopy(data["records"][kit_of(data)])


def no_template(data):
    data["templates"] = []


def missing_template(data):
    data["templates"] = ["template:nirgends"]


def half_a_kit(data):
    """A live kit that lacks a role: it would not go out here either."""
    for record in (data["records"][n] for n in data["records"] if n.startswith("kit:")):
        record["colours"] = record["colours"][:1]


def a_draft_with_a_closed_value(data):
    """Not even a draft keeps what the kit above keeps closed."""
    below = next(r for r in data["records"].values() if r.get("parent"))
    below["live"] = False
    below["colours"] = [block("colour", role="brand", value="#123456", name="Eigen")]


def wrong_type(data):
    first(data)["summary"] = {"a": 1}


def too_long(data):
    first(data)["summary"] = "x" * 500


def no_date(data):
    first(data)["send_by"] = "irgendwann"


def other_choice(data):
    first(data)["uses"] = "twice"


def no_language(data):
    first(data)["language"] = "tlh"


def language_is_a_list(data):
    first(data)["language"] = []


def language_is_a_dict(data):
    first(data)["language"] = {}


def body_is_text(data):
    first(data)["body"] = "<p>Hallo</p>"


def number_as_words(data):
    hero(data)["headline"] = 12


def a_float(data):
    hero(data)["headline"] = 1.5


def deep(data):
    value = {}
    for _ in range(60):
        value = {"x": value}
    first(data)["body"] = [value]


def called(data, old, new):
    """A record under another name, wherever it is named."""
    data["records"] = json.loads(json.dumps(data["records"]).replace(old, new))


def tokens_of(data):
    return next(n for n in data["records"] if n.startswith("tokens:"))


def planted_tokens(data):
    """Another text under the hash of an honest one, whose import would find it."""
    data["records"][tokens_of(data)]["text"] = '{"brand": {"$description": "untergeschoben"}}'


def unreadable_tokens(data):
    old, text = tokens_of(data), '{"brand": '
    data["records"][old]["text"] = text
    called(data, old, f"tokens:{hashlib.sha256(text.encode()).hexdigest()}")


def two_of_a_language(data):
    data["records"][data["templates"][1]]["language"] = "de"


def opens_a_dict(data):
    data["records"][kit_of(data)]["opens"] = [{"a": 1}]


def nul_in_a_title(data):
    first(data)["title"] = "Winter\x00"


def half_a_character(data):
    next(iter(data["pictures"].values()))["alt_de"] = "\ud800"


def nul_in_a_block(data):
    hero(data)["headline"] = "Win\x00ter"


def half_a_name(data):
    first(data)["\udfff"] = 1


def long_network(data):
    [old] = [n for n in data["records"] if n.startswith("network:")]
    called(data, old, "network:" + "n" * 41)


def a_tower_of_kits(data):
    below = kit_of(data)
    draft = {**data["records"][below], "live": False, "parent": None}
    names = [f"kit:{uuid.uuid4()}" for _ in range(1_200)]
    for name, parent in zip(names, [*names[1:], below], strict=True):
        data["records"][name] = {**draft, "parent": {"$ref": parent}}
    first(data)["kit"] = {"$ref": names[0]}


BAD = [
    newer, no_version, stranger, more, unknown_kind, unknown_field, unknown_property, unknown_table,
    foreign_picture, foreign_shared, foreign_collection, foreign_kit, kit_is_a_network,
    picture_is_a_kit, not_in_it, no_such_picture, wrong_hash, no_picture, not_base64, archive_path,
    circle, long_circle, stray, no_template, missing_template, half_a_kit, wrong_type, too_long,
    no_date, other_choice, no_language, body_is_text, number_as_words, a_float, deep,
    planted_tokens, unreadable_tokens, two_of_a_language, opens_a_dict, nul_in_a_title,
    half_a_character, nul_in_a_block, half_a_name, long_network, a_tower_of_kits,
    language_is_a_list, language_is_a_dict, a_draft_with_a_closed_value,
]  # fmt: skip


@pytest.mark.capability("HA5")
def test_a_bad_package_is_refused_in_words_and_nothing_of_it_stays(template):
    content = give(template)
    empty()
    before, known = rows(), files()
    for spoil in BAD:
        data = json.loads(content)
        spoil(data)
        for way in (trial, take):
            with pytest.raises(PackageRefused) as refused:
                way(json.dumps(data).encode(), by=factories.hq())
            said = refused.value.messages
            assert all(len(one) > 10 and one.encode() for one in said), spoil.__name__
        assert rows() == before, spoil.__name__
        assert files() == known, spoil.__name__
    assert take(content, by=None).templates


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"PK\x03\x04",
        b'{"format": "einklang-package", "format": "x"}',
        b'{"format": "einklang-package", "v": 1}',
        b'{"format": "einklang-package", "v": 1, "templates": [[]], "records": {}, "pictures": {}}',
        b'{"format": "einklang-package", "v": 1, "templates": [1], "records": [], "pictures": 1}',
        b'{"\\ud800": 1, "\\ud800": 2}',
        b"[" * 100_000,
        b'"' + b"x" * MOST_BYTES,
        "ü".encode("latin-1"),
    ],
    ids=lambda c: repr(c[:24]),
)
def test_what_is_no_package_at_all_is_refused_in_words(content):
    with pytest.raises(PackageRefused) as refused:
        opened(content)
    assert refused.value.messages[0].encode()


def test_fifty_megabytes_are_refused_before_they_are_read(client):
    client.force_login(factories.hq())
    file = SimpleUploadedFile("gross.json", b" " * 50_000_000)
    answer = client.post(reverse("studio_packages"), {"file": file})
    assert answer.status_code == 422
    said = answer.content.decode().replace("\xa0", " ")
    assert "höchstens werden 32,0 MB gelesen" in said
    assert "33" not in "".join(answer.context["reasons"])


PATHS = st.lists(st.integers(0, 40), min_size=1, max_size=6)
JUNK = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        7,
        "",
        "x",
        "template:x",
        [],
        {},
        [1],
        {"$ref": "kit:x"},
        {"a": None},
        [{"a": 1}],
        "\x00",
        "\ud800",
    ]
)


@hypothesis_settings(
    max_examples=60, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(st.data())
def test_whatever_is_spoiled_anywhere_it_is_whole_or_refused(small, data):
    """A value anywhere in the file replaced by something else: in words, never a crash."""
    content, before = small
    spoiled = json.loads(content)
    at, steps = spoiled, data.draw(PATHS)
    for step in steps[:-1]:
        inner = list(at.values()) if isinstance(at, dict) else at
        holders = [one for one in inner if isinstance(one, dict | list) and one]
        if not holders:
            break
        at = holders[step % len(holders)]
    keys = list(at) if isinstance(at, dict) else list(range(len(at)))
    at[keys[steps[-1] % len(keys)]] = data.draw(JUNK)
    with contextlib.suppress(PackageRefused):
        trial(json.dumps(spoiled).encode(), by=None)
    assert rows() == before


@pytest.fixture
def small():
    content = give(factories.template(networks=[factories.network()]))
    empty()
    return content, rows()


# -- the doors


@pytest.mark.capability("HA5")
def test_the_studio_saves_a_package_looks_at_one_and_takes_it_in(studio, template):
    saved = studio.client.get(reverse("studio_package", args=[template.pk]))
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved.content == give(template)
    empty()
    address = reverse("studio_packages")
    looked = studio.client.post(address, {"file": SimpleUploadedFile("p.json", saved.content)})
    assert looked.status_code == 200
    assert "neu, als Entwurf" in looked.content.decode()
    assert not CampaignTemplatePage.objects.exists()
    held = looked.context["held"]
    done = studio.client.post(address, {"held": held, "take": "1"})
    page = CampaignTemplatePage.objects.get(uuid=template.uuid)
    assert done["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    again = studio.client.post(address, {"held": held, "take": "1"})
    assert again.status_code == 422
    assert "noch einmal wählen" in again.content.decode()


def kept():
    """The files of packages that wait to be taken in."""
    return list((Path(settings.VAR_DIR) / "packages").glob("*.json"))


def test_the_file_of_a_refused_package_is_kept_nowhere(studio, template):
    content = give(template)
    address, known = reverse("studio_packages"), set(kept())
    data = json.loads(content)
    no_language(data)
    spoiled = SimpleUploadedFile("p.json", json.dumps(data).encode())
    assert studio.client.post(address, {"file": spoiled}).status_code == 422
    assert set(kept()) == known
    looked = studio.client.post(address, {"file": SimpleUploadedFile("p.json", content)})
    assert len(set(kept()) - known) == 1
    with patch.object(studio_packages, "take", side_effect=PackageRefused(["Inzwischen nicht."])):
        held = looked.context["held"]
        refused = studio.client.post(address, {"held": held, "take": "1"})
    assert refused.status_code == 422
    assert set(kept()) == known


def test_a_look_says_what_is_published_at_once_and_shows_on_the_brand_page(studio, template):
    content = give(template)
    address = reverse("studio_packages")
    here = studio.client.post(address, {"file": SimpleUploadedFile("p.json", content)})
    assert "sofort veröffentlicht" not in here.content.decode()
    empty()
    looked = studio.client.post(address, {"file": SimpleUploadedFile("p.json", content)})
    said = looked.content.decode()
    assert "sofort veröffentlicht" in said
    assert "auf der Markenseite" in said


def test_what_one_person_looked_at_another_does_not_take_in(studio, template):
    content = give(template)
    address = reverse("studio_packages")
    looked = studio.client.post(address, {"file": SimpleUploadedFile("p.json", content)})
    other = Client()
    other.force_login(factories.hq())
    held = looked.context["held"]
    assert other.post(address, {"held": held, "take": "1"}).status_code == 422
    assert other.post(address, {"held": "../../etc/passwd", "take": "1"}).status_code == 422


def test_who_may_not_make_templates_takes_in_nothing_and_saves_nothing(template):
    client = Client()
    client.force_login(factories.reviewer())
    assert client.get(reverse("studio_packages")).status_code in (302, 403)
    assert client.get(reverse("studio_package", args=[template.pk])).status_code in (302, 403)


@pytest.mark.parametrize(
    "lacking", ["publish_claim", "publish_testimonial", "publish_sharedblock", "add_image"]
)
def test_who_may_not_publish_what_a_package_may_bring_takes_in_nothing(lacking):
    factories.index()
    group, _reviewers = groups.set_up()
    user = factories.reviewer()
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    assert client.get(reverse("studio_packages")).status_code == 200
    group.permissions.remove(*Permission.objects.filter(codename=lacking))
    group.collection_permissions.filter(permission__codename=lacking).delete()
    assert client.get(reverse("studio_packages")).status_code in (302, 403)


def test_a_template_that_lacks_a_picture_is_not_given_and_the_place_is_named(template):
    page = CampaignTemplatePage.objects.get(pk=template.pk)
    body = page.raw_body()
    bodies.find(body, bodies.HERO)["value"]["image"] = 999_999
    page.body = body
    page.save_revision(clean=False)
    CampaignTemplatePage.objects.filter(pk=page.pk).update(live=False, live_revision=None)
    with pytest.raises(PackageRefused) as refused:
        give(CampaignTemplatePage.objects.get(pk=page.pk))
    assert "hero image" in refused.value.messages[0]
    assert page.title in refused.value.messages[0]


def test_the_command_gives_and_takes(template, tmp_path, capsysbinary):
    call_command("package", "give", str(template.uuid))
    content = capsysbinary.readouterr().out
    assert content == give(template)
    file = tmp_path / "p.json"
    file.write_bytes(content)
    before = rows()
    out = io.StringIO()
    call_command("package", "take", str(file), "--try", stdout=out)
    assert rows() == before
    assert "+ template: Wheel change" in out.getvalue()
    assert "= kit:" in out.getvalue()
    call_command("package", "take", str(file), stdout=out)
    assert rows() != before
    file.write_bytes(b"{}")
    for wrong in (
        ["give", "x"],
        ["give", str(uuid.uuid4())],
        ["take", "/nirgends"],
        ["take", str(file)],
    ):
        with pytest.raises(CommandError):
            call_command("package", *wrong)
