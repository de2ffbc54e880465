"""What `check --deploy` says before an installation opens its doors."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from partner_spaces.trust_centre import checks


@pytest.mark.django_db
def test_check_deploy_refuses_sqlite_and_takes_postgresql(settings):
    settings.DEBUG = False
    try:
        call_command("check", deploy=True, verbosity=0)
    except SystemCheckError as refused:
        said = str(refused)
    else:
        said = ""
    assert ("einklang.E001" in said) is (connection.vendor == "sqlite")
    assert "E002" not in said
    assert "E005" not in said


def test_a_folder_of_keys_that_others_may_enter_is_refused(settings, tmp_path):
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o755)
    settings.KEY_PROVIDER = {**settings.KEY_PROVIDER, "OPTIONS": {"folder": folder}}
    assert [e.id for e in checks.keys_lie_apart()] == ["einklang.E006"]
    folder.chmod(0o700)
    assert checks.keys_lie_apart() == []


def test_keys_among_the_served_files_are_refused(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = settings.MEDIA_ROOT / "keys"
    folder.mkdir(mode=0o700, parents=True)
    settings.KEY_PROVIDER = {**settings.KEY_PROVIDER, "OPTIONS": {"folder": folder}}
    assert [e.id for e in checks.keys_lie_apart()] == ["einklang.E007"]
