#!/usr/bin/env bash
# Publishes a first shipment over HTTPS.
set -euo pipefail
. "$(dirname "$0")/sign-token.sh"
: "${WAYSEAL_CARRIER:?$whence}"

order="TEST-$(openssl rand -hex 6)"
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
body=$(cat <<JSON
{
  "events": [
    {
      "detailType": "ShipmentCreated",
      "detail": {
        "metadata": { "id": "created-$order", "occurredAt": "$now", "correlationId": "created-$order", "version": 1 },
        "data": {
          "shipmentId": "shp_$(openssl rand -hex 8)",
          "orderReference": "$order",
          "carrierId": "$WAYSEAL_CARRIER",
          "trackingNumber": "WSTESTDELIVERED$(openssl rand -hex 6 | tr a-f A-F)",
          "recipient": { "postalCode": "M5V 3L9", "country": "CA", "addressLine": "1 Example Street" },
          "createdAt": "$now"
        }
      }
    }
  ]
}
JSON
)

echo "Order $order"
curl --silent --show-error --fail-with-body "$WAYSEAL_API_URL/v1/events" \
  --header "authorization: Bearer $(sign_token)" --header 'content-type: application/json' --data "$body"
echo
