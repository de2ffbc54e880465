"""The form a picture comes in by: judged by its content before anything opens it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from brand_kits.assets import files
from brand_kits.assets.models import REFUSALS


class PictureField(WagtailImageField):
    def to_python(self, data: Any) -> Any:
        if data:
            content = data.read()
            data.seek(0)
            try:
                files.facts(content)
            except files.UnusableFileError as error:
                raise ValidationError(REFUSALS[error.fault], code=error.fault.value) from error
        return super().to_python(data)


class ImageForm(BaseImageForm):
    """Wagtail's form with a field that says in words what is no picture."""

    file = PictureField(label=_("File"))
