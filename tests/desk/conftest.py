"""Tests roll the database back, so a revision's number comes again with another body."""

import pytest

from brand_kits import theme_of
from cms import templates_of


@pytest.fixture(autouse=True)
def _nothing_remembered_of_other_tests():
    templates_of._body_at.cache_clear()
    theme_of._theme_at.cache_clear()
