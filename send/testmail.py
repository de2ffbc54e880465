"""A test mail: to the signed-in member's own address alone, marked, limited, never counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import User
from cms.readers import chosen, readers
from partner_spaces import access
from partner_spaces.models import Campaign, PartnerRole
from partner_spaces.rendering import rendered
from send.errors import HeaderError, TestLimitError
from send.identity import envelope_from, help_url, letterhead
from send.message import Letterhead, Marks, Recipient, Skeleton
from send.models import TestMail
from send.senders.protocol import Outcome, Outgoing, sender

A_DAY = 20
MARK = "[Test] "


def send_test(
    campaign: Campaign, *, by: User, reader: str = "", now: datetime | None = None
) -> str:
    """Sends the working copy to the member's own address, which is returned.

    reader: the key of one of the mail's invented readers, as whom it is written; else the first.

    NotAllowed below editor, TestLimitError after 20 in 24 hours, ValidationError when there is no
    mail to send or the server does not take it. Nothing of it is in any ledger or figure.
    """
    access.require(by, campaign.partner, PartnerRole.EDITOR)
    compiled = rendered(campaign).compiled
    if compiled is None:
        raise ValidationError(_("There is no mail yet: something in it cannot be built."))
    now = now or timezone.now()
    language = str(campaign.template.locale.language_code)[:2]
    head = letterhead(campaign.partner, campaign=campaign.uuid, language=language, purpose="test")
    values = chosen(readers(compiled, language), reader).values
    try:
        content = Skeleton(compiled, _marked(head)).message(
            Recipient(by.email, by.get_full_name(), values), _marks(now)
        )
    except HeaderError as cause:
        raise ValidationError(_("The sender name or your own address cannot be used.")) from cause
    _count(by, now)
    receipt = sender(settings.SENDER).send(
        [Outgoing(0, envelope_from(), by.email, content, campaign.partner.slug)]
    )[0]
    if receipt.outcome is not Outcome.ACCEPTED:
        raise ValidationError(_("The mail server did not take the test mail. Try again later."))
    return by.email


def left_today(user: User, now: datetime | None = None) -> int:
    """How many test mails the member may still have in these 24 hours."""
    since = (now or timezone.now()) - timedelta(hours=24)
    return max(0, A_DAY - TestMail.objects.filter(user=user, at__gt=since).count())


def _count(user: User, now: datetime) -> None:
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if not left_today(user, now):
            raise TestLimitError(
                _("%(limit)s test mails a day are the limit. Tomorrow there are new ones.")
                % {"limit": A_DAY}
            )
        TestMail.objects.filter(user=user, at__lte=now - timedelta(hours=24)).delete()
        TestMail.objects.create(user=user, at=now)


def _marked(head: Letterhead) -> Letterhead:
    return Letterhead(
        from_address=head.from_address,
        list_id=head.list_id,
        feedback_id=head.feedback_id,
        language=head.language,
        one_click=False,  # there is nobody to unsubscribe
        mark=MARK,
    )


def _marks(now: datetime) -> Marks:
    return Marks(
        message_id=f"<test.{uuid4().hex}@{settings.SENDING_DOMAIN}>",
        unsubscribe_url=help_url(),
        web_view_url=help_url(),
        date=now,
    )
