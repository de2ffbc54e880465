"""The editor of a brand kit: its tabs, and beside every group what comes from the kits above."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, Panel, TabbedInterface
from wagtail.coreutils import safe_snake_case

from brand_kits import contrast, imprints, kit_sources, kit_words


class SourcesPanel(Panel):
    """Every value of a group that holds in this kit, where it comes from, and whose it is."""

    def __init__(self, group: str = "", tab: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.group, self.tab = group, tab

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "group": self.group, "tab": self.tab}

    class BoundPanel(Panel.BoundPanel):
        template_name = "brand_kits/sources_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.parent_id)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            rows = kit_sources.sources(self.form.layers, self.panel.group)
            return {**context, "rows": rows, "tab": safe_snake_case(str(self.panel.tab))}


class ContrastPanel(Panel):
    """The pairs that mails show, each as it looks, with those marked that are hard to read."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "brand_kits/contrast_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            colours = self.instance.theme().colours
            pairs = [
                (
                    kit_words.ROLES[p.text],
                    kit_words.ROLES[p.ground],
                    colours[p.text],
                    p,
                    colours[p.ground],
                )
                for p in contrast.pairs(colours)
            ]
            return {**context, "pairs": pairs, "minimum": contrast.MINIMUM}


class ModelsPanel(Panel):
    """Texts of an imprint to begin with, one for each country and language."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "brand_kits/imprint_models.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            models = [
                (kit_words.value_word(f"imprints/{country}-{language}"), text)
                for (country, language), text in imprints.MODELS.items()
            ]
            return {**context, "models": models}


def _tab(heading: Any, *panels: tuple[str, list[Any]]) -> ObjectList:
    """A tab of groups, each with its sources before its own values."""
    children: list[Any] = []
    for group, fields in panels:
        children += [SourcesPanel(group, heading, heading=_("What holds here")), *fields]
    return ObjectList(children, heading=heading)


EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("name"),
                FieldPanel("parent"),
                FieldPanel("networks", widget=CheckboxSelectMultiple),
            ],
            heading=_("Brand"),
        ),
        _tab(
            _("Colours"),
            ("colours", [FieldPanel("colours"), ContrastPanel(heading=_("Contrast"))]),
        ),
        _tab(
            _("Type and form"),
            ("styles", [FieldPanel("styles")]),
            ("form", [FieldPanel("corner")]),
        ),
        _tab(
            _("Logos"),
            ("logos", [FieldPanel("logos")]),
            ("cobrand", [FieldPanel("cobrand")]),
        ),
        _tab(
            _("Imprint"),
            (
                "imprints",
                [
                    FieldPanel("imprints"),
                    ModelsPanel(heading=_("Texts to begin with"), classname="collapsed"),
                ],
            ),
        ),
        _tab(
            _("Tone and pictures"),
            ("tone", [FieldPanel("tone")]),
            ("pictures", [FieldPanel("pictures")]),
        ),
        ObjectList([FieldPanel("opens")], heading=_("For kits below")),
    ]
)
