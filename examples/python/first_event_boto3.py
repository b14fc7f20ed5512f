"""Publishes a first shipment over EventBridge, for a party with an AWS account. It needs the package boto3."""

import json
import uuid
from datetime import datetime, timezone

import boto3

from wayseal_settings import setting

order = f"TEST-{uuid.uuid4().hex[:12]}"
now = datetime.now(timezone.utc)
detail = {
    "metadata": {
        "id": f"created-{order}",
        "occurredAt": now.isoformat(),
        "correlationId": f"created-{order}",
        "version": 1,
    },
    "data": {
        "shipmentId": f"shp_{uuid.uuid4().hex[:16]}",
        "orderReference": order,
        "carrierId": setting("WAYSEAL_CARRIER"),
        "trackingNumber": f"WSTESTDELIVERED{uuid.uuid4().hex[:12].upper()}",
        "recipient": {"postalCode": "M5V 3L9", "country": "CA", "addressLine": "1 Example Street"},
        "createdAt": now.isoformat(),
    },
}
answer = boto3.client("events").put_events(
    Entries=[
        {
            "EventBusName": setting("WAYSEAL_INGRESS_BUS"),
            "Source": setting("WAYSEAL_SOURCE"),
            "DetailType": "ShipmentCreated",
            # NaN is no JSON, and EventBridge would refuse the whole entry.
            "Detail": json.dumps(detail, allow_nan=False),
            "Time": now,
        }
    ]
)

# PutEvents answers each entry by itself, and succeeds as a call even if it took none.
for entry in answer["Entries"]:
    if "ErrorCode" in entry:
        raise SystemExit(f"EventBridge did not take the event: {entry['ErrorCode']}")
    print(f"Order {order}: accepted {entry['EventId']}")
