"""Publishes a first shipment over HTTPS."""

import json
import uuid
from datetime import datetime, timezone
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from wayseal_settings import setting
from wayseal_token import sign_token

order = f"TEST-{uuid.uuid4().hex[:12]}"
now = datetime.now(timezone.utc).isoformat()
event = {
    "detailType": "ShipmentCreated",
    "detail": {
        "metadata": {"id": f"created-{order}", "occurredAt": now, "correlationId": f"created-{order}", "version": 1},
        "data": {
            "shipmentId": f"shp_{uuid.uuid4().hex[:16]}",
            "orderReference": order,
            "carrierId": setting("WAYSEAL_CARRIER"),
            "trackingNumber": f"WSTESTDELIVERED{uuid.uuid4().hex[:12].upper()}",
            "recipient": {"postalCode": "M5V 3L9", "country": "CA", "addressLine": "1 Example Street"},
            "createdAt": now,
        },
    },
}
request = Request(
    f"{setting('WAYSEAL_API_URL')}/v1/events",
    data=json.dumps({"events": [event]}).encode(),
    headers={"authorization": f"Bearer {sign_token()}", "content-type": "application/json"},
)
try:
    with urlopen(request, timeout=30) as response:
        answer = json.load(response)
except HTTPError as refusal:
    raise SystemExit(f"The hub answered {refusal.code}: {refusal.read().decode()}")

# 202: every event was accepted. 207: look at each. An event that failed may be sent again under the same id.
for result in answer["events"]:
    print(f"Order {order}: {result['outcome']}", result.get("eventBridgeId") or result["problems"])
