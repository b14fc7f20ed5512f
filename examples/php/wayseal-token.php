<?php

declare(strict_types=1);

require_once __DIR__ . '/wayseal-settings.php';

/** Signs a token as a party. It is valid for four minutes. `onBehalfOf` names the visitor for whom a lookup is made. */
function signToken(array $claims = []): string
{
    $now = time();
    $header = ['alg' => 'EdDSA', 'kid' => setting('WAYSEAL_KID')];
    $payload = [
        'iss' => setting('WAYSEAL_PARTY'),
        'aud' => setting('WAYSEAL_AUDIENCE'),
        'iat' => $now,
        'exp' => $now + 240,
        'jti' => bin2hex(random_bytes(16)),
    ] + $claims;
    $content = encoded(json_encode($header)) . '.' . encoded(json_encode($payload));

    return $content . '.' . encoded(sodium_crypto_sign_detached($content, secretKey()));
}

/** The key in a PKCS#8 PEM of Ed25519: its seed is the last 32 bytes. */
function secretKey(): string
{
    $pem = file_get_contents(setting('WAYSEAL_KEY_FILE'));
    $der = base64_decode(preg_replace('/-----[^-]+-----|\s/', '', $pem), true);

    return sodium_crypto_sign_secretkey(sodium_crypto_sign_seed_keypair(substr($der, -32)));
}

function encoded(string $content): string
{
    return rtrim(strtr(base64_encode($content), '+/', '-_'), '=');
}

/** Posts JSON to the hub. Returns the status and the body. */
function post(string $path, array $body, string $token): array
{
    $context = stream_context_create(['http' => [
        'method' => 'POST',
        'header' => ["authorization: Bearer $token", 'content-type: application/json'],
        'content' => json_encode($body, JSON_THROW_ON_ERROR),
        'timeout' => 30,
        'ignore_errors' => true,
        'follow_location' => 0,
    ]]);
    $answer = file_get_contents(setting('WAYSEAL_API_URL') . $path, false, $context);
    if ($answer === false) {
        throw new RuntimeException('The hub gave no answer.');
    }
    preg_match('/ (\d{3})/', $http_response_header[0], $status);

    return [(int) $status[1], json_decode($answer, true)];
}
