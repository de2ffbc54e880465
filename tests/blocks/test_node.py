import pytest
from mjml import mjml2html

from blocks.errors import NodeError
from blocks.node import SCHEMA, Node, serialise


def mail(*blocks):
    section = Node("mj-section", {}, [Node("mj-column", {}, blocks)])
    return mjml2html(serialise(Node("mjml", {}, [Node("mj-body", {}, [section])])))


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ("mj-text", {"color": "red"}),
        ("mj-text", {"color": "#12305"}),
        ("mj-text", {"color": "#12305a;background:url(x)"}),
        ("mj-text", {"font-size": "16"}),
        ("mj-text", {"font-size": "1em"}),
        ("mj-text", {"padding": "calc(1px)"}),
        ("mj-text", {"padding": "1px 2px 3px 4px 5px"}),
        ("mj-text", {"font-family": "x;}"}),
        ("mj-text", {"font-weight": "bolder"}),
        ("mj-text", {"align": "justify"}),
        ("mj-text", {"css-class": 'a"b'}),
        ("mj-text", {"css-class": "A"}),
        ("mj-text", {"onclick": "x"}),
        ("mj-section", {"background-url": "https://a.example/x.png"}),
        ("mj-body", {"width": "100%"}),
        ("mj-image", {"alt": "x", "src": "a\nb"}),
        ("mj-image", {"src": "https://a.example/x.png"}),
        ("mj-foo", {}),
        ("mj-carousel", {}),
        ("mj-include", {}),
        ("script", {}),
    ],
)
def test_what_the_schema_does_not_know_is_refused(tag, attributes):
    with pytest.raises(NodeError):
        Node(tag, attributes)


@pytest.mark.parametrize(
    ("parent", "child"),
    [
        ("mj-body", "mj-text"),
        ("mj-section", "mj-text"),
        ("mj-column", "mj-section"),
        ("mj-column", "mj-column"),
        ("mj-wrapper", "mj-wrapper"),
        ("mj-section", "mj-wrapper"),
        ("mj-text", "mj-text"),
        ("mjml", "mj-raw"),
    ],
)
def test_a_child_stands_only_where_it_belongs(parent, child):
    with pytest.raises(NodeError):
        Node(parent, {}, [Node(child)])


def test_only_text_elements_hold_text():
    assert {tag for tag, schema in SCHEMA.items() if schema.text} == {
        "mj-text", "mj-button", "mj-title", "mj-preview", "mj-style", "mj-raw",
    }  # fmt: skip
    with pytest.raises(NodeError):
        Node("mj-column", content="x")


def test_the_same_attribute_is_refused_every_time():
    for _again in range(3):
        with pytest.raises(NodeError):
            Node("mj-text", {"color": "blue"})


@pytest.mark.parametrize(
    "alt",
    [
        "a \"b\" <c> & 'd'",
        "back\\slash",
        "☎️ 👩‍🚒",
        "Straße – „Öl“ … 24 €",
        "e\u0323\u0307",
        "\ue0003\ue001",
    ],
)
def test_an_attribute_comes_out_of_the_compiler_as_it_went_in(alt):
    html = mail(Node("mj-image", {"src": "https://a.example/x.png", "alt": alt}))
    from tests.blocks.sample import Reader

    (image,) = [a for tag, a in Reader(html).tags if tag == "img"]
    assert image["alt"] == alt
