"""Django's settings. The environment decides little: where the database is, as whom, under which host names.

`DATABASE_URL`, `SHOUZE_ROLE` (see `database`), `SHOUZE_HOSTS` (comma separated; without it localhost only),
`SHOUZE_HTTPS` (anything but empty: behind TLS), `SHOUZE_VAR` (where built and stored files lie),
`SHOUZE_SECRET_KEY`, `SHOUZE_OIDC` (see `providers`), `SHOUZE_LOOKUPS_PER_MINUTE` (per address),
`SHOUZE_SMTP` (see `mail`), `SHOUZE_MAIL_FROM`, `SHOUZE_ADDRESS` (https://…, for links in mails),
`SHOUZE_PEERS_NEARBY` (anything but empty: other bodies on this machine or in a private network, for trials),
`SHOUZE_LOG_ORIGIN` (host in the origin of the logs, fixed at the first start), `SHOUZE_LOG_KEYS` (a folder).
"""

from __future__ import annotations

import os
from pathlib import Path

from shouze.site import database, mail, providers, secret

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("SHOUZE_VAR") or BASE_DIR / "var").absolute()
HTTPS = bool(os.environ.get("SHOUZE_HTTPS"))
_HOSTS = [host for host in os.environ.get("SHOUZE_HOSTS", "").split(",") if host]

DEBUG = False
SECRET_KEY = os.environ.get("SHOUZE_SECRET_KEY") or secret.read_or_make(VAR / "secret")
ALLOWED_HOSTS = _HOSTS or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{'https' if HTTPS else 'http'}://{host}" for host in _HOSTS]
DATABASES = {"default": database.from_environment(os.environ, VAR)}

# The rooms in the order of their floors, lowest first; migrations and templates are found in this order.
ROOMS = (
    "shouze.kernel.numbering",
    "shouze.kernel.ledger",
    "shouze.kernel.references",
    "shouze.kernel.files",
    "shouze.resources.people",
    "shouze.resources.organisations",
    "shouze.resources.laboratories",
    "shouze.resources.enterprise_classes",
    "shouze.resources.units",
    "shouze.resources.cases",
    "shouze.resources.technical_persons",
    "shouze.resources.facilities",
    "shouze.resources.parts",
    "shouze.certification.applications",
    "shouze.certification.evaluation",
    "shouze.certification.evidence",
    "shouze.certification.decisions",
    "shouze.certification.certificates",
    "shouze.certification.marks",
    "shouze.certification.surveillance",
    "shouze.certification.changes",
    "shouze.certification.surveillance.planning",
    "shouze.certification.surveillance.draws",
    "shouze.certification.transfers",
    "shouze.oversight.signals",
    "shouze.oversight.classification",
    "shouze.oversight.measures",
    "shouze.oversight.performance",
    "shouze.oversight.integrity",
    "shouze.oversight.tracing",
    "shouze.oversight.impact",
    "shouze.outreach.complaints",
    "shouze.outreach.publicity",
    "shouze.outreach.reporting",
    "shouze.outreach.correspondence",
    "shouze.outreach.notices",
    "shouze.procedure.finding",
    "shouze.audiences.parts",
    "shouze.audiences.staff",
    "shouze.audiences.clients",
    "shouze.audiences.laboratories",
    "shouze.audiences.public",
    "shouze.audiences.machines",
)
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "shouze.site.compression.packed_pages",
    "shouze.site.headers.strict_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "shouze.site.language.language_of_the_switch",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shouze.site.bodies.bounded_bodies",
    "shouze.site.unkeepable.UnkeepableIsRefused",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "shouze.site.urls"
WSGI_APPLICATION = "shouze.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shouze.audiences.parts.person.in_every_page",
            ],
        },
    },
]

TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "shouze.site.static.Marked"},
}
# Built by `shouze assets`, once for the checkout, whatever SHOUZE_VAR says.
STATICFILES_DIRS = [BASE_DIR / "var" / "assets" / "static"]
STATICFILES_DIRS[0].mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = VAR / "files"
# The published logs, and the private keys that sign them (or where SHOUZE_LOG_KEYS says).
LOG_ROOT = VAR / "log"
LOG_KEYS = VAR / "keys"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/home/"
ACCOUNT_FORMS = {"login": "shouze.site.forms.LoginForm"}
ACCOUNT_ADAPTER = "shouze.site.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS = providers.openid_connect(os.environ)
LOGIN_ORIGINS = providers.origins(os.environ)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers allow WebAuthn on http://localhost, and only there.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

(
    EMAIL_BACKEND,
    EMAIL_HOST,
    EMAIL_PORT,
    EMAIL_HOST_USER,
    EMAIL_HOST_PASSWORD,
    EMAIL_USE_TLS,
    EMAIL_USE_SSL,
) = mail.from_environment(os.environ)
EMAIL_TIMEOUT = 10
# Without a mail server each mail is a file here, and goes nowhere.
EMAIL_FILE_PATH = VAR / "outbox"
# Under which address people reach the house: for links in mails.
ADDRESS = mail.address_of_the_house(os.environ)
DEFAULT_FROM_EMAIL = os.environ.get("SHOUZE_MAIL_FROM") or "shouze@localhost"

SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "shouze.site.wrong.form_refused"
CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

MEBIBYTE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * MEBIBYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# An application may hold sixty documents (its input says so), each with a field of its own on one page.
DATA_UPLOAD_MAX_NUMBER_FILES = 60
# Of the whole request, with its files: those of one page of an application at once; without log-in a form.
LARGEST_BODY = 512 * MEBIBYTE
LARGEST_ANONYMOUS_BODY = DATA_UPLOAD_MAX_MEMORY_SIZE
FILE_UPLOAD_HANDLERS = [
    "shouze.site.uploads.Cut",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MEBIBYTE
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = None

# One line per event, never a body, a form or a name: what people did stands in the ledger, not in a log file.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "shouze": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "procrastinate": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}

# Holds the counts of wrong log-ins alone, in each process; with room enough that nobody flushes them out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# How often one address may ask, counted in each process (0: as often as it likes, for measurements).
LOOKUPS_PER_MINUTE = int(os.environ.get("SHOUZE_LOOKUPS_PER_MINUTE") or 600)
FAILED_TOKENS_PER_MINUTE = 10
TRANSFER_MESSAGES_PER_MINUTE = 120
# Whether another body's installation may be on this machine or in a private network: for trials.
PEERS_NEARBY = bool(os.environ.get("SHOUZE_PEERS_NEARBY"))

# What the kernel calls without knowing who it is: a person's standing, what follows an act, words for states.
SHOUZE_STANDING_SQL = "shouze.resources.people.queries.STANDING_SQL"
SHOUZE_SIGNING_KEYS = "shouze.resources.people.keys.signing_keys"
SHOUZE_PROCEDURE = "shouze.procedure.telling.follow_and_tell"
SHOUZE_STATE_WORDS = "shouze.procedure.states.state_words"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
