# A missing setting ends the program with a sentence.
whence='is not set. npm start writes it: set -a; . .wayseal/local.env; set +a'
: "${WAYSEAL_API_URL:?$whence}" "${WAYSEAL_AUDIENCE:?$whence}" "${WAYSEAL_PARTY:?$whence}"
: "${WAYSEAL_KID:?$whence}" "${WAYSEAL_KEY_FILE:?$whence}"

# Signs a token as a party, with openssl alone. It is valid for four minutes.
sign_token() {
  local now signed
  now=$(date +%s)
  signed=$(mktemp)
  {
    printf '{"alg":"EdDSA","kid":"%s"}' "$WAYSEAL_KID" | base64url
    printf '.'
    printf '{"iss":"%s","aud":"%s","iat":%d,"exp":%d,"jti":"%s"}' \
      "$WAYSEAL_PARTY" "$WAYSEAL_AUDIENCE" "$now" "$((now + 240))" "$(openssl rand -hex 16)" | base64url
  } > "$signed"
  printf '%s.%s' "$(cat "$signed")" "$(openssl pkeyutl -sign -rawin -inkey "$WAYSEAL_KEY_FILE" -in "$signed" | base64url)"
  rm "$signed"
}

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
