"""Settings shared by every environment; whatever differs comes from the environment (KOERS_*)."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[3]
PACKAGE_DIR = Path(__file__).resolve().parents[1]

env = environ.FileAwareEnv()

VAR_DIR = Path(env.str("KOERS_VAR", default=str(BASE_DIR / "var")))

SECRET_KEY = env.str("KOERS_SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("KOERS_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("KOERS_ORIGINS", default=[])

INSTALLED_APPS = [
    "koers.portal",
    "koers.obligations",
    "koers.work_plans",
    "koers.funding",
    "koers.projects",
    "koers.goals",
    "koers.agenda",
    "koers.monitor",
    "koers.partners",
    "koers.council",
    "koers.glossary",
    "koers.demonstration",
    "koers.accounts",
    "koers.core",
    "wagtail.contrib.settings",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "koers.accounts.apps.WorkspaceUsersConfig",  # in place of "wagtail.users"
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "koers.urls"
WSGI_APPLICATION = "koers.wsgi.application"
APPEND_SLASH = False  # public addresses have no trailing slash: /profile/GM0106

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]


def database() -> dict[str, Any]:
    """The database of DATABASE_URL; without it, SQLite in the folder of this site's files.

    Raises:
        ImproperlyConfigured: It is no address of a database; it is not repeated, for it may hold a
            password.
    """
    try:
        found = env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'koers.sqlite3'}")
    except (KeyError, ValueError):
        found = {}
    if not found.get("ENGINE", "").startswith("django."):
        raise ImproperlyConfigured(
            "The environment variable DATABASE_URL is no address of a database. Write it as "
            "postgres://USER:PASSWORD@HOST:PORT/NAME or sqlite:////PATH, with other signs than "
            "letters and digits in the password percent-encoded."
        )
    return found


DATABASES = {"default": database()}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers wait for each other instead of failing, and readers never wait for a writer.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
THEME_DIR = VAR_DIR / "theme"  # component styles, put there by `python -m koers.portal.theme`
STATICFILES_DIRS = [THEME_DIR] if THEME_DIR.is_dir() else []
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"

# What goes wrong is told where the server runs, whatever the environment.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# Nothing on a page may come from, or be sent to, another host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF, UNSAFE_INLINE],  # the charts' SVG carries style attributes
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
    # The workspace is Wagtail's; its scripts are partly inline.
    "EXCLUDE_URL_PREFIXES": ["/workspace/"],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

WAGTAIL_SITE_NAME = "Koers"
WAGTAILADMIN_BASE_URL = env.str("KOERS_URL", default="http://127.0.0.1:8000")
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no request leaves the host
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_AUTOSAVE_INTERVAL = 0  # a revision is made by somebody who says why, not by a timer
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea"}
}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "xlsx"]

# Where the engine keeps its vintages, and which definitions it uses beside its own catalogue.
KOERS_STORE = Path(env.str("KOERS_STORE", default=str(VAR_DIR / "store")))
KOERS_INDICATORS = [Path(path) for path in env.list("KOERS_INDICATORS", default=[])]
# Files that were uploaded to bring figures in; never served.
KOERS_UPLOADS = Path(env.str("KOERS_UPLOADS", default=str(VAR_DIR / "uploads")))
KOERS_UPLOAD_BYTES = env.int("KOERS_UPLOAD_BYTES", default=50_000_000)
# Bringing figures in takes minutes, so a worker does it: `manage.py db_worker --backend figures`.
# What Wagtail itself puts off for later takes no time, and is done at once.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "figures": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

KOERS_DEMO_DIR = BASE_DIR / "demo"
KOERS_METHODS = BASE_DIR / "docs" / "methods"
# The demonstration's accounts have a password that everybody knows.
KOERS_DEMONSTRATION = env.bool("KOERS_DEMONSTRATION", default=False)
