"""Registers the app `brand_kits`."""

from django.apps import AppConfig


class BrandKitsConfig(AppConfig):
    name = "brand_kits"
    label = "brand_kits"
