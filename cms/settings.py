"""The one settings file: the environment decides, nothing is only in production.

EINKLANG_ROLE    studio | desk | public | sender | all (default): which doors this process opens
EINKLANG_DEMO    1: demo data, the mailbox sender and console mail are allowed
EINKLANG_BASE_URL  the address people and mails reach this installation at
DATABASE_URL     empty: SQLite below var/ (for trying out); else PostgreSQL as the app login
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("EINKLANG_VAR", BASE_DIR / "var"))

ROLE = os.environ.get("EINKLANG_ROLE", "all")
if ROLE not in ("studio", "desk", "public", "sender", "all"):
    raise ImproperlyConfigured("EINKLANG_ROLE must be studio, desk, public, sender or all.")
DEMO = os.environ.get("EINKLANG_DEMO") == "1"
DEBUG = os.environ.get("EINKLANG_DEBUG") == "1"
BASE_URL = os.environ.get("EINKLANG_BASE_URL", "http://localhost:8000").rstrip("/")


def _secret(name: str) -> str:
    """From the environment, else from a file below var/ that is made once on this machine."""
    value = os.environ.get(name, "")
    if value:
        return value
    path = VAR_DIR / "secrets" / name.lower()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(os.urandom(32).hex())
    return path.read_text().strip()


SECRET_KEY = _secret("EINKLANG_SECRET_KEY")
# A list: the first signs, all verify. Neither SECRET_KEY nor a partner's key.
PUBLIC_TOKEN_KEYS = [k for k in _secret("EINKLANG_PUBLIC_TOKEN_KEYS").split(",") if k]
ALLOWED_HOSTS = os.environ.get("EINKLANG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "cms",
    "brand_kits",
    "brand_kits.assets",
    "blocks",
    "partner_spaces",
    "partner_spaces.trust_centre",
    "send",
    "allauth",
    "allauth.account",
    "csp",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "partner_spaces.users_app.PeopleAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.policy.PolicyMiddleware",
]
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "partner_spaces.access.desk_context",
            ],
        },
    },
]

if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60)}
else:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(VAR_DIR / "einklang.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        },
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "cms.User"
# Answers `cms.policy`: may this person use a door declared for `who`?
URL_POLICY = "partner_spaces.access.admits"
# What upper floors show on the Desk's start page.
START_PARTS = ("send.on_its_way.part",)
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # who gets in was invited: the invitation proved the address
ACCOUNT_ADAPTER = "cms.accounts.Adapter"
ACCOUNT_FORMS = {
    "login": "cms.accounts.Login",
    "reset_password": "cms.accounts.ResetPassword",
    "reset_password_from_key": "cms.accounts.ResetPasswordKey",
    "change_password": "cms.accounts.ChangePassword",
    "reauthenticate": "cms.accounts.Reauthenticate",
}
# 5 wrong passwords for one address, 10 from one place; the words in cms.accounts say the 5 minutes.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
}
# How many proxies of ours stand before this process: what they forward tells places apart.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("EINKLANG_PROXIES", "0"))
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
MEDIA_URL = "/studio/media/"  # headquarters' alone; what mails show lives at /i/
MEDIA_ROOT = Path(os.environ.get("EINKLANG_MEDIA", VAR_DIR / "media"))
KEY_DIR = Path(os.environ.get("EINKLANG_KEYS", VAR_DIR / "keys"))
MAILBOX_DIR = VAR_DIR / "mailbox"

# Two bodies of 15 blocks with all their locks have about 1,900 inputs.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10000

WAGTAIL_SITE_NAME = "Einklang"
WAGTAILADMIN_BASE_URL = BASE_URL
SHARED_BLOCK_MODEL = "cms.SharedBlock"
WAGTAILIMAGES_IMAGE_MODEL = "assets.BrandImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "brand_kits.assets.image_form.ImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

EMAIL_BACKEND = os.environ.get(
    "EINKLANG_EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend"
    if DEMO
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = VAR_DIR / "mailbox-system"
EMAIL_HOST = os.environ.get("EINKLANG_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EINKLANG_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EINKLANG_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EINKLANG_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EINKLANG_SMTP_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("EINKLANG_FROM", "Einklang <einklang@localhost.example>")

# Each sender: BACKEND (a dotted path) + OPTIONS (its keyword arguments).
SENDERS = {
    "mailbox": {"BACKEND": "send.senders.mailbox.MailboxSender", "OPTIONS": {}},
    "memory": {"BACKEND": "send.senders.memory.MemorySender", "OPTIONS": {}},
    "smtp": {
        "BACKEND": "send.senders.smtp.SmtpSender",
        "OPTIONS": {
            "host": EMAIL_HOST,
            "port": EMAIL_PORT,
            "user": EMAIL_HOST_USER,
            "password": EMAIL_HOST_PASSWORD,
            "starttls": EMAIL_USE_TLS,
        },
    },
}
SENDER = os.environ.get("EINKLANG_SENDER", "mailbox" if DEMO else "smtp")
# Mails leave from this domain unless the partner has one of its own.
SENDING_DOMAIN = os.environ.get("EINKLANG_SENDING_DOMAIN", "mail.einklang.example")
KEY_PROVIDER = {
    "BACKEND": "partner_spaces.trust_centre.keyring.FileKeyProvider",
    "OPTIONS": {"folder": KEY_DIR},
}

# Desk, Review, public door and accounts. Studio (Wagtail) has its own, see cms.policy.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("EINKLANG_LOG", "WARNING")},
}
