"""Registers the app `send`."""

from django.apps import AppConfig


class SendConfig(AppConfig):
    name = "send"
    label = "send"
