import { type KeyedHash, keyedHash } from "../../shared/base/keyed-hash/keyed-hash.ts"

const secret = JSON.stringify({
  activeFrom: { 1: "1970-01-01T00:00:00Z" },
  1: "a secret for tests alone, worth nothing anywhere else at all",
})

/** The real keyed hashes, by default under a secret for tests alone. */
export function testKeyedHash(secretJson: string = secret, now: () => Date = () => new Date(0)): KeyedHash {
  return keyedHash(secretJson, now)
}
