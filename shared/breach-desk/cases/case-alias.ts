const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/**
 * The name of a case for one party: `WS-` and 50 bits in Crockford's base 32.
 * @param hash base64url of at least 7 bytes: the keyed hash of case and party
 */
export function caseAlias(hash: string): string {
  const bytes = Buffer.from(hash, "base64url")
  if (bytes.length < 7) throw new Error("A case alias needs 7 bytes of hash")
  let bits = 0n
  for (const byte of bytes.subarray(0, 7)) bits = (bits << 8n) | BigInt(byte)
  let alias = ""
  for (let place = 9n; place >= 0n; place--) alias += crockford.charAt(Number((bits >> (place * 5n + 6n)) & 31n))
  return `WS-${alias}`
}
