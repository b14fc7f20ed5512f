#!/usr/bin/env bash
# Asks for the party's cases until there is an open one, and prints them. A webhook or a queue needs no asking.
set -euo pipefail
. "$(dirname "$0")/sign-token.sh"

for _ in $(seq 60); do
  cases=$(curl --silent --show-error --fail-with-body "$WAYSEAL_API_URL/v1/cases?state=open" \
    --header "authorization: Bearer $(sign_token)")
  case $cases in
    *caseAlias*) echo "$cases"; exit 0 ;;
  esac
  sleep 2
done
echo "There is no open case." >&2
exit 1
