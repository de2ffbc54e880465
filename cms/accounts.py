"""How people sign in: by invitation only, with their e-mail address."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Too many wrong passwords. You can try again in 5 minutes, or set a new password now."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: an invitation makes the account."""
        return False


class Dressed:
    """Fields in the product's clothes; the label says it, no grey text in the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]  # the form beside it has them
            if field.widget.input_type != "checkbox":
                field.widget.attrs["class"] = "input"
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


class Login(Dressed, LoginForm):
    pass


class ResetPassword(Dressed, ResetPasswordForm):
    pass


class ResetPasswordKey(Dressed, ResetPasswordKeyForm):
    pass


class ChangePassword(Dressed, ChangePasswordForm):
    pass


class Reauthenticate(Dressed, ReauthenticateForm):
    pass
