"""Signs a token as a party. It needs the package cryptography."""

import base64
import json
import time
import uuid

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from wayseal_settings import setting


def sign_token(**claims):
    """A token that is valid for four minutes. `onBehalfOf` names the visitor for whom a lookup is made."""
    now = int(time.time())
    header = {"alg": "EdDSA", "kid": setting("WAYSEAL_KID")}
    payload = {
        "iss": setting("WAYSEAL_PARTY"),
        "aud": setting("WAYSEAL_AUDIENCE"),
        "iat": now,
        "exp": now + 240,
        "jti": uuid.uuid4().hex,
        **claims,
    }
    content = f"{encoded(json.dumps(header).encode())}.{encoded(json.dumps(payload).encode())}"
    with open(setting("WAYSEAL_KEY_FILE"), "rb") as file:
        key = load_pem_private_key(file.read(), password=None)
    return f"{content}.{encoded(key.sign(content.encode()))}"


def encoded(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
