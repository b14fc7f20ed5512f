"""Settings come from the environment. A missing one ends the program with a sentence."""

import os


def setting(name):
    value = os.environ.get(name)
    if not value:
        raise SystemExit(f"{name} is not set. npm start writes it: set -a; . .wayseal/local.env; set +a")
    return value
