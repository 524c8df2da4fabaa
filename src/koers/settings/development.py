"""For a developer's machine and the demonstration: no secrets, one host, SQLite."""

from koers.settings.base import *  # noqa: F403
from koers.settings.base import env

SECRET_KEY = "development-only-not-a-secret"
DEBUG = env.bool("KOERS_DEBUG", default=False)
KOERS_DEMONSTRATION = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None  # static files are served from where they lie
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
