"""For the tests: the development settings, made fast and free of this machine's files."""

from koers.settings.development import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# No worker runs beside the tests: they carry out a run themselves.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "figures": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"},
}
