"""For a municipality's own server: HTTPS, a real database, secrets from the environment."""

from koers.settings.base import *  # noqa: F403
from koers.settings.base import env

SECRET_KEY = env.str("KOERS_SECRET_KEY")
env.str("DATABASE_URL")  # must be there: no municipality keeps its policy in a file by accident
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
