"""Mails to people who work with Einklang: owners and schedulers hear of holds, lapses, pauses.

They are written when the transaction is committed. A mail server that does not answer must not
stop the dispatcher: the screen says the same.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import mail_admins, send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from partner_spaces.models import Membership, PartnerRole
from send.models import Dispatch, Reason

logger = logging.getLogger(__name__)


def held(dispatch: Dispatch) -> None:
    _tell(dispatch, "held")
    if dispatch.reason == Reason.RELEASE:
        _tell_operator(dispatch)


def lapsed(dispatch: Dispatch) -> None:
    _tell(dispatch, "lapsed")


def paused(dispatch: Dispatch) -> None:
    _tell(dispatch, "paused")


def uncertain(dispatch: Dispatch) -> None:
    _tell(dispatch, "uncertain")


def _tell(dispatch: Dispatch, what: str) -> None:
    owners = Membership.objects.filter(
        partner=dispatch.partner, role=PartnerRole.OWNER, user__is_active=True
    ).select_related("user")
    people = {m.user.email for m in owners}
    by = dispatch.created_by
    if by is not None and by.is_active:
        people.add(by.email)
    with translation.override(dispatch.partner.language):
        context = {
            "dispatch": dispatch,
            "title": dispatch.review.campaign.title,
            "reason": Reason(dispatch.reason).label if dispatch.reason else "",
            "what": what,
            "url": settings.BASE_URL + reverse("desk_send:dispatch", args=[dispatch.uuid]),
        }
        subject = render_to_string("send/mail/subject.txt", context).strip()
        body = render_to_string("send/mail/body.txt", context)
    for address in sorted(filter(None, people)):
        try:
            send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
        except (SMTPException, OSError):
            logger.exception("A notice about dispatch %s could not be sent.", dispatch.pk)


def _tell_operator(dispatch: Dispatch) -> None:
    try:
        mail_admins(
            "Dispatches are held after an update",
            f"Dispatch {dispatch.uuid} is held. Look at `manage.py recheck`.",
        )
    except (SMTPException, OSError):
        logger.exception("The operator could not be told of dispatch %s.", dispatch.pk)
