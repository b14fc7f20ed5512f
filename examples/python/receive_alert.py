"""Receives webhooks of the hub, and prints what came. Only verified ones count."""

import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

from wayseal_settings import setting

secret = base64.b64decode(setting("WAYSEAL_WEBHOOK_SECRET").removeprefix("whsec_"))
seen = set()


def is_signed(headers, body):
    """Whether the hub signed the body less than five minutes ago, as https://www.standardwebhooks.com says."""
    event_id, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent_at.isdigit() or abs(time.time() - int(sent_at)) > 300:
        return False
    content = f"{event_id}.{sent_at}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()
    signatures = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(expected, signature) for signature in signatures)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if not is_signed(self.headers, body):
            self.answer(401)
            return
        # Answer first, and work afterwards.
        self.answer(204)
        event = json.loads(body)
        if event["metadata"]["id"] in seen:
            return
        seen.add(event["metadata"]["id"])
        print(event["type"], event["data"].get("caseAlias", ""), flush=True)

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", int(os.environ.get("PORT", "9000"))), Receiver).serve_forever()
