# SPDX-License-Identifier: GPL-3.0-or-later
"""What schemathesis loads: who asks. fuzz.py tells by the environment."""

import os

import requests
import schemathesis
from schemathesis.openapi.checks import EnsureResourceAvailability

# These end the session that asks, or others of its user. They are asked as somebody else, logged in anew each time, so
# that the rest of the run goes on.
ENDING = ["logout", "changePassword", "endOtherSessions", "endSession"]


@schemathesis.auth(refresh_interval=None).apply_to(operation_id=ENDING)
class Victim:
    def get(self, _case, _context):
        answer = requests.post(
            os.environ["FUZZ_URL"] + "/api/v1/auth/login",
            json={"login": os.environ["FUZZ_VICTIM"], "password": os.environ["FUZZ_PASSWORD"]},
            timeout=30,
        )
        answer.raise_for_status()
        return answer.json()["accessToken"]

    def set(self, case, token, _context):
        case.headers["Authorization"] = "Bearer " + token


@schemathesis.auth(refresh_interval=None).skip_for(operation_id=ENDING)
class Someone:
    def get(self, _case, _context):
        return os.environ["FUZZ_TOKEN"]

    def set(self, case, token, _context):
        case.headers["Authorization"] = "Bearer " + token


@schemathesis.hook
def filter_failure(_context, failure, _case, response):
    """Which failures count. That a person named in the body does not exist is taken for the room having vanished; an
    answer that means the body names the field."""
    return not (isinstance(failure, EnsureResourceAvailability) and "field" in response.json()["error"])
