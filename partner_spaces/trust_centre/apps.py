"""Registers the app `partner_spaces.trust_centre`."""

from django.apps import AppConfig


class TrustCentreConfig(AppConfig):
    name = "partner_spaces.trust_centre"
    label = "trust_centre"
