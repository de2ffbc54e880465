"""Registers the app `brand_kits.assets`."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "brand_kits.assets"
    label = "assets"
