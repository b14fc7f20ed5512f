<?php

declare(strict_types=1);

// Receives webhooks of the hub, and prints what came: php -S 127.0.0.1:9000 receive-alert.php

require __DIR__ . '/wayseal-settings.php';

/** Whether the hub signed the body less than five minutes ago, as https://www.standardwebhooks.com says. */
function isSigned(string $body): bool
{
    $id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
    $sentAt = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    if (!ctype_digit($sentAt) || abs(time() - (int) $sentAt) > 300) {
        return false;
    }
    $secret = base64_decode(preg_replace('/^whsec_/', '', setting('WAYSEAL_WEBHOOK_SECRET')));
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$sentAt.$body", $secret, true));
    foreach (explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $signature) {
        if (hash_equals($expected, $signature)) {
            return true;
        }
    }

    return false;
}

$body = file_get_contents('php://input');
if (!isSigned($body)) {
    http_response_code(401);
    exit;
}
http_response_code(204);
$event = json_decode($body, true);
// The same metadata.id may come again. Store those that you have handled, and drop repeats.
file_put_contents('php://stdout', $event['type'] . ' ' . ($event['data']['caseAlias'] ?? '') . "\n");
