from __future__ import annotations

import pytest

from tests import factories
from tests.cms.studio import Studio


@pytest.fixture
def studio(db):
    return Studio()


@pytest.fixture
def template(db):
    return factories.template()
