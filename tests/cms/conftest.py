from __future__ import annotations

import pytest

from brand_kits import theme_of
from cms import templates_of
from tests import factories
from tests.cms.studio import Studio


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests():
    """SQLite gives a rolled-back revision's id away again."""
    templates_of._body_at.cache_clear()
    theme_of._theme_at.cache_clear()


@pytest.fixture
def studio(db):
    return Studio()


@pytest.fixture
def template(db):
    return factories.template()
