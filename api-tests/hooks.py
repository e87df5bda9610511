"""Signs the generated calls in. `run.py` names the shop, the user and the password."""

import itertools
import os

import requests
import schemathesis

BASE = os.environ["SHOP_URL"]
USER = {"username": os.environ["SHOP_USERNAME"], "password": os.environ["SHOP_PASSWORD"]}

fresh = itertools.count()


def session(case, context):
    """One session for all calls, and one of its own for each call that ends it."""
    ends_it = "/logout" in case.operation.path or "/sessions" in case.operation.path
    return next(fresh) if ends_it else "shared"


@schemathesis.auth(cache_by_key=session)
class Session:
    def get(self, case, context):
        answer = requests.post(f"{BASE}/api/auth/login", json=USER, timeout=30)
        answer.raise_for_status()
        return answer.json()["token"]

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"
