<?php

declare(strict_types=1);

// Looks an order up for a visitor of your own site: the visitor's proof counts, and the limits are the visitor's.
// php delegated-lookup.php ORDER POSTAL_CODE

require __DIR__ . '/wayseal-token.php';

[, $order, $postalCode] = $argv;
// From the visitor's request. A session counts if it began before this lookup.
$visitor = ['ip' => '203.0.113.9', 'session' => hash('sha256', 'your session id'), 'userAgent' => 'Mozilla/5.0'];
[$status, $answer] = post(
    '/v1/lookups',
    ['retailer' => setting('WAYSEAL_PARTY'), 'orderReference' => $order, 'postalCode' => $postalCode],
    signToken(['onBehalfOf' => $visitor]),
);

// 404 says the same of an unknown order, a wrong postal code and a visitor who is refused. Show it as it is.
echo $status, ' ', json_encode($answer), "\n";
