"""Registers the app `partner_spaces`."""

from django.apps import AppConfig


class PartnerSpacesConfig(AppConfig):
    name = "partner_spaces"
    label = "partner_spaces"
