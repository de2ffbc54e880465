"""What every trust table is: rows of the open space, and of no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models

from partner_spaces.trust_centre.errors import NotAllowedHere, OtherSpace
from partner_spaces.trust_centre.space import required


class SpaceQuerySet(models.QuerySet[Any]):
    def iterator(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Never: a space must not outlive the statement it was opened for."""
        raise NotAllowedHere("Read a list of at most 5,000 and go on behind its last row.")

    def aiterator(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Never, for the same reason."""
        self.iterator()

    def create(self, **values: Any) -> Any:
        return super().create(**{"partner_id": required(), **values})

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        for row in rows:
            claim(row)
        return super().bulk_create(rows, *args, **kwargs)

    def update(self, **values: Any) -> int:
        if "partner_id" in values:
            raise NotAllowedHere("A row never changes its partner.")
        return super().update(**values)


class SpaceManager(models.Manager.from_queryset(SpaceQuerySet)):  # type: ignore[misc]
    """Only the open space's rows; OutsideSpace without one."""

    def get_queryset(self) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = super().get_queryset().filter(partner_id=required())
        return rows


class SpaceRow(models.Model):
    """A row of one partner. `partner_id` is a plain number: no foreign key leads outside."""

    partner_id = models.BigIntegerField()

    objects = SpaceManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        claim(self)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Through the manager: Django's own would delete by primary key alone."""
        claim(self)
        gone: tuple[int, dict[str, int]] = type(self).objects.filter(pk=self.pk).delete()
        return gone


def claim(row: Any) -> None:
    """Gives a new row to the open space. OtherSpace if it names another partner."""
    if row.partner_id is None:
        row.partner_id = required()
    elif row.partner_id != required():
        raise OtherSpace("This row belongs to another partner.")
