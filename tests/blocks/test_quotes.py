"""Claims and customers' voices in blocks: chosen by number, said in headquarters' words alone."""

from dataclasses import replace
from datetime import date

import pytest

from blocks import sayable
from blocks.judge import Refusal
from blocks.kinds import claim, testimonial
from blocks.locks import refusal
from blocks.pictures import Shelf
from blocks.resolve import resolve
from brand_kits.findings import Severity
from tests.blocks.sample import (
    CLAIMS,
    HOSTILE,
    PICTURES,
    VOICES,
    Reader,
    block,
    compiled,
    mail,
    part,
    shelf_of,
)

CLAIM, VOICE = claim.FIELDS[0], testimonial.FIELDS[0]
FREE = {"mode": "editable"}
TODAY = date(2026, 11, 25)


def shown(kind, **values):
    made = compiled(mail(block(kind, **values)), marks=True)
    return made, part(made.preview_html(), f"id-{kind}")


def test_a_claim_is_said_in_headquarters_words_in_the_language_of_the_mail():
    made, html = shown("claim")
    assert "Neun von zehn kommen wieder." in html
    assert "Neun von zehn kommen wieder." in made.preview_text()
    english = compiled(mail(block("claim")), language="en")
    assert "Nine of ten come back." in english.preview_html()


def test_a_voice_has_its_face_its_name_and_its_role():
    made, html = shown("testimonial")
    (image,) = [a for tag, a in Reader(html).tags if tag == "img"]
    assert image["src"].endswith("-square.png")
    assert image["alt"] == "Petra B."
    assert "„In zwanzig Minuten fertig.“\nPetra B., Kundin seit 2019" in made.preview_text()
    made, html = shown("testimonial", voice=8)
    assert "<img" not in html
    assert "„Immer wieder gern.“\nJan K.\n" in made.preview_text()


@pytest.mark.parametrize(
    ("alt", "heard"),
    [
        ("Petra\tB.", "Petra B."),
        ("\ue000first_name\ue001", "first_name"),
        ("\ue000", "Petra B."),
        ("{{ first_name }}", "{{ first_name }}"),
    ],
)
def test_what_the_library_says_of_a_portrait_is_text_whatever_it_holds(alt, heard):
    face = {**PICTURES, 4: replace(PICTURES[4], alt=alt)}
    made = compiled(mail(block("testimonial")), shelf=shelf_of(face), marks=True)
    html = part(made.preview_html({"first_name": "Maria"}), "id-testimonial")
    (image,) = [a for tag, a in Reader(html).tags if tag == "img"]
    assert image["alt"] == heard


@pytest.mark.parametrize(("kind", "field"), [("claim", "claim"), ("testimonial", "voice")])
@pytest.mark.parametrize("gone", [99, 0, -1, 2**70, True, "5", [5]])
def test_one_that_is_not_released_leaves_a_finding_and_no_hole(kind, field, gone):
    made, html = shown(kind, **{field: gone})
    assert html == ""
    assert ("claim.missing", f"id-{kind}", field) in {
        (f.code, f.block_id, f.field) for f in made.findings
    }


@pytest.mark.parametrize("kind", ["claim", "testimonial"])
def test_none_chosen_is_no_block_and_no_finding(kind):
    made, html = shown(kind, claim=None, voice=None)
    assert html == ""
    assert not [f for f in made.findings if f.code.startswith("claim.")]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_headquarters_words_are_text_whatever_they_hold(hostile):
    def said(words, author):
        claims = {5: replace(CLAIMS[5], texts={"de": words})}
        voices = {8: replace(VOICES[8], quotes={"de": words}, author=author, role=author)}
        shelf = replace(shelf_of(), claims=claims, testimonials=voices)
        return compiled(mail(block("claim"), block("testimonial", voice=8)), shelf=shelf)

    plain, made = said("Harmlos", "Harmlos"), said(f"a {hostile} z", f"a {hostile} z")
    seen = Reader(made.preview_html())
    assert seen.shape == Reader(plain.preview_html()).shape
    assert seen.comments == Reader(plain.preview_html()).comments


def test_words_of_a_claim_are_no_merge_fields():
    claims = {5: replace(CLAIMS[5], texts={"de": "{{ first_name }} lobt uns"})}
    made = compiled(mail(block("claim")), shelf=replace(shelf_of(), claims=claims))
    assert "{{ first_name }} lobt uns" in made.preview_html({"first_name": "Maria"})


@pytest.mark.parametrize("field", [CLAIM, VOICE])
@pytest.mark.parametrize(
    ("value", "code"),
    [(99, "claim.missing"), (True, "field.format"), ("5", "field.format"), (5.0, "field.format")],
)
def test_a_partner_chooses_from_the_library_and_nothing_else(field, value, code):
    why = refusal(field, FREE, value, shelf_of())
    assert isinstance(why, Refusal)
    assert why.code == code


def test_a_partner_may_choose_where_the_lock_says_so():
    shelf = shelf_of()
    assert refusal(CLAIM, FREE, 5, shelf) is None
    assert refusal(CLAIM, {"mode": "choice"}, 5, shelf) is None
    assert refusal(VOICE, FREE, 7, shelf) is None
    assert refusal(VOICE, FREE, None, shelf) is None
    assert refusal(CLAIM, {}, 5, shelf).code == "lock.field"
    assert refusal(CLAIM, FREE, 7, shelf).code == "claim.missing"  # that is a voice


def test_a_required_claim_that_is_not_chosen_is_asked_for():
    body = mail(block("claim", claim=None, locks={"fields": {"claim": FREE}}))
    found = resolve(body, {"v": 1}, shelf=shelf_of()).findings
    assert ("field.required", "id-claim", "claim") in {(f.code, f.block_id, f.field) for f in found}


# --- the day, the network, the language ----------------------------------------------------------


def codes(claim_, *, on=TODAY, scopes=frozenset({"nord"}), language="de", **more):
    shelf = Shelf(claims={5: claim_})
    found = sayable.findings(
        [block("claim")], shelf, language=language, on=on, scopes=scopes, **more
    )
    return [(f.code, f.severity, f.block_id, f.field, f.limit) for f in found]


FIVE = CLAIMS[5]


@pytest.mark.parametrize(
    ("claim_", "more", "said"),
    [
        (FIVE, {}, None),
        (FIVE, {"on": date(2027, 6, 30)}, None),
        (FIVE, {"on": date(2027, 7, 1)}, ("claim.expired", "2027-06-30")),
        (replace(FIVE, valid_from=date(2026, 12, 1)), {}, ("claim.early", "2026-12-01")),
        (replace(FIVE, scopes=frozenset({"sued"})), {}, ("claim.scope", ("sued",))),
        (replace(FIVE, scopes=frozenset({"nord", "sued"})), {}, None),
        (
            replace(FIVE, texts={"de": "Nur deutsch"}),
            {"language": "en"},
            ("claim.language", ("de",)),
        ),
    ],
)
def test_the_first_thing_that_stands_against_it_is_said_at_its_place(claim_, more, said):
    error = Severity.ERROR
    wanted = [(said[0], error, "id-claim", "claim", said[1])] if said else []
    assert codes(claim_, **more) == wanted


def test_what_can_still_be_mended_may_be_a_hint():
    early = replace(FIVE, valid_from=date(2026, 12, 1))
    (found,) = codes(early, mild=frozenset({"claim.early"}))
    assert found[1] is Severity.WARNING


def test_the_last_day_of_a_mail_is_that_of_whatever_ends_first():
    blocks = [
        {"type": "region", "id": "r", "value": {}, "blocks": [block("claim")]},
        block("testimonial", voice=7),
        block("claim", claim=6),
    ]
    assert sayable.last_day(blocks, shelf_of()) == date(2027, 6, 30)
    assert sayable.last_day(blocks[1:], shelf_of()) is None
    sooner = {7: replace(VOICES[7], valid_until=TODAY)}
    assert sayable.last_day(blocks, replace(shelf_of(), testimonials=sooner)) == TODAY


def test_a_claim_in_a_column_is_found_too():
    columns = {
        "type": "columns",
        "id": "c",
        "value": {},
        "columns": [{"id": "a", "blocks": [block("claim")]}],
    }
    assert [use.id for use in sayable.uses([columns])] == [5]
