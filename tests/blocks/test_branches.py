"""Whoever looks at the readers named here has seen every branch of a mail."""

from hypothesis import given
from hypothesis import strategies as st

from blocks.branches import FIELD_WORDS, deciding, without
from blocks.merge import RECIPIENT_FIELDS, If, Slot, fill

FIELDS = st.sampled_from(RECIPIENT_FIELDS)
EVERYTHING = dict.fromkeys(RECIPIENT_FIELDS, "x")


def mails():
    """Texts with conditions in conditions; none stands inside one of its own field."""
    literal = st.just("t")
    return st.recursive(
        st.lists(st.one_of(literal, st.builds(Slot, FIELDS)), max_size=2).map(tuple),
        lambda inner: st.lists(
            st.one_of(literal, st.builds(If, FIELDS, inner)), min_size=1, max_size=3
        ).map(tuple),
        max_leaves=8,
    )


def marked(segments, around=(), number=None):
    """Every condition with a word of its own inside, and what stands around it."""
    number = number if number is not None else [0]
    out, met = [], []
    for segment in segments:
        if not isinstance(segment, If):
            continue
        number[0] += 1
        word = f"[{number[0]}]"
        inner, more = marked(segment.then, (*around, segment.field), number)
        out.append(If(segment.field, (word, *inner)))
        met += [(word, segment.field, around), *more]
    return tuple(out), met


@given(mails())
def test_every_condition_is_seen_met_and_unmet(mail):
    text, conditions = marked(mail)
    readers = [EVERYTHING, *(without(EVERYTHING, name) for name in deciding(text))]
    shown = [fill(text, reader) for reader in readers]
    for word, field, around in conditions:
        assert word in shown[0]
        lacking = fill(text, without(EVERYTHING, field))
        assert lacking in shown
        assert word not in lacking
        if field not in around:  # it is this condition that takes the word away
            parents = [w for w, f, _ in conditions if f in around and f != field]
            assert all(p in lacking or field in dict_of(conditions)[p] for p in parents)


def dict_of(conditions):
    return {word: around for word, _field, around in conditions}


def test_the_fields_come_as_they_are_met_and_partners_facts_decide_nothing_here():
    text = (If("title", (If("company", ("x",)),)), If("partner.name", ("y",)), If("title", ()))
    assert deciding(text) == ("title", "company")
    assert deciding(("a", Slot("first_name"))) == ()


def test_every_field_has_its_word():
    assert set(FIELD_WORDS) == set(RECIPIENT_FIELDS)
