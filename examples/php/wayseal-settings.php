<?php

declare(strict_types=1);

/** Settings come from the environment. A missing one ends the program with a sentence. */
function setting(string $name): string
{
    $value = getenv($name);
    if ($value === false || $value === '') {
        http_response_code(500);
        file_put_contents('php://stderr', "$name is not set. npm start writes it: set -a; . .wayseal/local.env; set +a\n");
        exit(1);
    }

    return $value;
}
