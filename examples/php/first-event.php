<?php

declare(strict_types=1);

// Publishes a first shipment over HTTPS.

require __DIR__ . '/wayseal-token.php';

$order = 'TEST-' . bin2hex(random_bytes(6));
$now = gmdate('Y-m-d\TH:i:s\Z');
$event = [
    'detailType' => 'ShipmentCreated',
    'detail' => [
        'metadata' => ['id' => "created-$order", 'occurredAt' => $now, 'correlationId' => "created-$order", 'version' => 1],
        'data' => [
            'shipmentId' => 'shp_' . bin2hex(random_bytes(8)),
            'orderReference' => $order,
            'carrierId' => setting('WAYSEAL_CARRIER'),
            'trackingNumber' => 'WSTESTDELIVERED' . strtoupper(bin2hex(random_bytes(6))),
            'recipient' => ['postalCode' => 'M5V 3L9', 'country' => 'CA', 'addressLine' => '1 Example Street'],
            'createdAt' => $now,
        ],
    ],
];
[$status, $answer] = post('/v1/events', ['events' => [$event]], signToken());
if ($status !== 202 && $status !== 207) {
    fwrite(STDERR, "The hub answered $status: " . json_encode($answer) . "\n");
    exit(1);
}

// 202: every event was accepted. 207: look at each. An event that failed may be sent again under the same id.
foreach ($answer['events'] as $result) {
    echo "Order $order: {$result['outcome']} ", $result['eventBridgeId'] ?? json_encode($result['problems']), "\n";
}
