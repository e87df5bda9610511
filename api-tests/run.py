#!/usr/bin/env python3
"""Calls a shop of its own with whatever the OpenAPI document allows and forbids.

    run.py PROGRAM [schemathesis arguments]

Starts PROGRAM on an empty folder and ports of its own, fills in one of everything that a path can
name, and lets Schemathesis generate calls from `/api/openapi.json`: first as a customer, then as an
admin. What may not be held against an answer, and why, stands in schemathesis.toml.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).parent
READY_WITHIN = 60.0
ADMIN = ("admin", "Secure123!")
# Not the password of the document's examples: one of them changes it.
CUSTOMER = ("rahima_of_tests", "Jamuna-boat-93")
PHONE = "01712345678"


class Shop:
    """A running shop, and whoever calls it."""

    def __init__(self, program, folder):
        log = open(folder / "shop.log", "wb")
        addresses = ("DHAKACART_API_ADDR", "DHAKACART_STOREFRONT_ADDR", "DHAKACART_METRICS_ADDR")
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DHAKACART_", "DATABASE_", "REDIS_"))
        }
        settings = dict.fromkeys(addresses, "127.0.0.1:0") | {
            "DHAKACART_RATE_LIMIT": "off",
            "DHAKACART_LOGIN_LIMIT": "off",
        }
        self.process = subprocess.Popen(
            [program, "serve"],
            cwd=folder,
            env=inherited | settings,
            stdout=subprocess.PIPE,
            stderr=log,
        )
        self.url = self.find_api()

    def find_api(self):
        for line in self.process.stdout:
            found = re.match(rb"API\s+(http://[0-9.:]+)", line)
            if found:
                return found[1].decode()
        raise SystemExit("the shop ended instead of saying where its API is")

    def wait_until_ready(self):
        deadline = time.monotonic() + READY_WITHIN
        while True:
            try:
                return self.call("GET", "/ready")
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def call(self, method, path, body=None, token=None, headers=()):
        request = urllib.request.Request(self.url + path, method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        for name, value in headers:
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}") from error

    def log_in(self, user):
        username, password = user
        body = {"username": username, "password": password}
        return self.call("POST", "/api/auth/login", body)["token"]

    def stop(self):
        self.process.terminate()
        if self.process.wait(timeout=60) != 0:
            raise SystemExit(f"the shop ended with {self.process.returncode}")


def place_order(shop, token, sku):
    cart = shop.call("POST", "/api/carts", token=token)["id"]
    cart_path = f"/api/carts/{cart}"
    shop.call("PUT", f"{cart_path}/items/{sku}", {"quantity": 1}, token)
    total = shop.call("POST", f"{cart_path}/quote", {"district": "dhaka"}, token)["total_paisa"]
    body = {
        "cart_id": cart,
        "expected_total_paisa": total,
        "contact": {"name": "Rahima Begum", "phone": PHONE},
        "address": {"line": "House 12, Road 5", "area": "Dhanmondi", "district": "dhaka"},
        "payment_method": "cod",
    }
    key = [("Idempotency-Key", f"key-{cart}")]
    return shop.call("POST", "/api/orders", body, token, key)["order"]["number"]


def deliver(shop, staff, number):
    moves = f"/api/admin/orders/{number}/moves"
    for move in ("confirm", "pack", "ship", "deliver"):
        body = {"move": move}
        if move == "ship":
            body["courier"] = "Pathao"
        shop.call("POST", moves, body, staff)


def fill(shop):
    """One of everything that a path can name, as environment variables for schemathesis.toml."""
    staff = shop.log_in(ADMIN)
    username, password = CUSTOMER
    account = {"username": username, "password": password, "phone": PHONE}
    customer = shop.call("POST", "/api/auth/register", account)
    colleague = shop.call("POST", "/api/auth/register", account | {"username": "colleague"})
    token = customer["token"]
    products = shop.call("GET", "/api/products?in_stock=true&per_page=100")["products"]
    details = [shop.call("GET", f"/api/admin/products/{p['slug']}", token=staff) for p in products]
    plain = next(
        product
        for product, detail in zip(products, details)
        if not detail.get("serials") or detail["serials"] == "none"
    )
    slug, sku = plain["slug"], plain["variants"][0]["sku"]

    number = place_order(shop, token, sku)
    deliver(shop, staff, number)
    review = {"stars": 5, "name": "Rahima", "body": "It works as it should.", "lang": "en"}
    review = shop.call("POST", f"/api/products/{slug}/reviews", review, token)
    cart = shop.call("POST", "/api/carts")["id"]
    shop.call("PUT", f"/api/carts/{cart}/items/{sku}", {"quantity": 1})
    address = {
        "name": "Rahima Begum",
        "phone": PHONE,
        "line": "House 12, Road 5",
        "area": "Dhanmondi",
        "district": "dhaka",
    }
    address = shop.call("POST", "/api/addresses", address, token)
    address = address.get("id") or address["addresses"][0]["id"]
    coupon = {"code": "EID-10", "kind": "percent", "percent": 10, "active": True}
    shop.call("POST", "/api/admin/coupons", coupon, staff)
    sale = {
        "name": "Eid hours",
        "name_bn": "ঈদের প্রহর",
        "starts_at": "2099-01-01T00:00:00Z",
        "ends_at": "2099-01-02T00:00:00Z",
        "lines": [{"sku": sku, "price_paisa": 100, "units_per_customer": 1}],
    }
    sale = shop.call("POST", "/api/admin/flash-sales", sale, staff)
    return {
        "SLUG": slug,
        "SKU": sku,
        "NUMBER": place_order(shop, token, sku),
        "CART_ID": cart,
        "ADDRESS_ID": address,
        "COUPON": "EID-10",
        "SALE_ID": sale["id"],
        "REVIEW_ID": review["id"],
        "USER_ID": colleague["user"]["id"],
    }


def generate(shop, user, known, arguments):
    username, password = user
    print(f"\n== as {username}", flush=True)
    environment = os.environ | known | {
        "SHOP_URL": shop.url,
        "SHOP_USERNAME": username,
        "SHOP_PASSWORD": password,
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(HERE),
        # What Hypothesis remembers of earlier runs would make each run another one.
        "HYPOTHESIS_STORAGE_DIRECTORY": str(pathlib.Path(tempfile.gettempdir()) / "hypothesis"),
    }
    schemathesis = pathlib.Path(sys.executable).parent / "schemathesis"
    config = ["--config-file", str(HERE / "schemathesis.toml")]
    schema = f"{shop.url}/api/openapi.json"
    command = [schemathesis, *config, "run", schema, "--checks", "all", "--phases", *arguments]
    return subprocess.run(command, env=environment, cwd=known["FOLDER"], check=False).returncode


def main():
    program, *arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="dhakacart-api-") as folder:
        folder = pathlib.Path(folder)
        shop = Shop(pathlib.Path(program).resolve(), folder)
        try:
            shop.wait_until_ready()
            known = fill(shop) | {"FOLDER": str(folder)}
            codes = [
                generate(shop, CUSTOMER, known, ["examples,coverage,stateful", *arguments]),
                # Last, and call by call: an admin archives what others would need.
                generate(shop, ADMIN, known, ["examples,coverage,fuzzing", *arguments]),
            ]
        finally:
            shop.stop()
        log = (folder / "shop.log").read_text(errors="replace")
        errors = [line for line in log.splitlines() if " ERROR " in line or '"ERROR"' in line]
        print(*errors, sep="\n", file=sys.stderr)
        sys.exit(1 if any(codes) or errors else 0)


if __name__ == "__main__":
    main()
