"""The installation under test: its own servers under var/test, and a database nobody else is using."""

import os

from config import embedded
from config.embedded.places import CHECKOUT
from tests.slots import claim_slot
from tests.template import template_name

os.environ.setdefault("WEFT_SERVICES_DIR", str(CHECKOUT / "var" / "test"))
os.environ.setdefault("WEFT_SERVICES_DURABLE", "0")
os.environ.setdefault("WEFT_EMAIL_URL", "memory:")

SLOT = claim_slot(embedded.places().root / "slots")
# Worker processes inherit what the first one set; each takes a Redis of its own unless one was named outside.
if "WEFT_REDIS_URL" not in os.environ or "WEFT_TEST_SLOT" in os.environ:
    os.environ["WEFT_REDIS_URL"] = embedded.places().redis_url(SLOT)
    os.environ["WEFT_TEST_SLOT"] = str(SLOT)
os.environ["WEFT_REDIS_PREFIX"] = f"weft-test-{SLOT}"
os.environ["WEFT_MEDIA_ROOT"] = str(embedded.places().root / "media" / str(SLOT))

from config.settings import *  # noqa: E402, F403 - Django reads settings from one module; it reads the variables above
from config.settings import DATABASES  # noqa: E402 - it reads the variables set above when it is imported

DATABASES["default"]["TEST"] = {"NAME": f"weft_test_{SLOT}", "TEMPLATE": template_name()}
FORM_LEAST_SECONDS = 0  # tests fill in forms at once; what is faster than people has tests of its own
# Hashing slowly protects nobody here; one test signs in through the real hasher.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
