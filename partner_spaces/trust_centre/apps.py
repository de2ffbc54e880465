"""Registers the app `partner_spaces.trust_centre` and puts the tripwire on every connection."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from partner_spaces.trust_centre.space import watch, watch_all


class TrustCentreConfig(AppConfig):
    name = "partner_spaces.trust_centre"
    label = "trust_centre"

    def ready(self) -> None:
        """Django's own signal: each new connection gets the tripwire."""
        connection_created.connect(watch, dispatch_uid="trust_centre.tripwire")
        watch_all()
