"""Registers the app `partner_spaces.trust_centre` and puts the tripwire on every connection."""

from django.apps import AppConfig
from django.core import checks
from django.db.backends.signals import connection_created

from partner_spaces.trust_centre.checks import database_keeps_partners_apart, keys_lie_apart
from partner_spaces.trust_centre.space import watch, watch_all


class TrustCentreConfig(AppConfig):
    name = "partner_spaces.trust_centre"
    label = "trust_centre"

    def ready(self) -> None:
        """Django's own signal: each new connection gets the tripwire."""
        connection_created.connect(watch, dispatch_uid="trust_centre.tripwire")
        watch_all()
        checks.register(database_keeps_partners_apart, deploy=True)
        checks.register(keys_lie_apart, deploy=True)
