"""The platform as a WSGI application."""

import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koers.settings.production")
application = get_wsgi_application()
call_command("check")  # a faulty setting is told now, and not to whoever reads the first page
