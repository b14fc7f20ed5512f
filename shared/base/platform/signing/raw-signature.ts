const sequence = 0x30
const integer = 0x02
const bytesOfNumber = 32

/**
 * Turns an ECDSA signature on P-256 from DER (RFC 3279 section 2.2.3), as KMS gives it, into the 64 bytes of r and s,
 * as a JWS has it (RFC 7518 section 3.4).
 *
 * @throws Error if it is no such signature
 */
export function rawSignature(der: Uint8Array): Buffer {
  const bytes = Buffer.from(der)
  if (bytes[0] !== sequence || bytes[1] !== bytes.length - 2) throw new Error("not a DER signature on P-256")
  const r = numberAt(bytes, 2)
  const s = numberAt(bytes, r.end)
  if (s.end !== bytes.length) throw new Error("not a DER signature on P-256")
  return Buffer.concat([r.padded, s.padded])
}

function numberAt(bytes: Buffer, start: number) {
  const length = bytes[start + 1]
  if (bytes[start] !== integer || length === undefined) throw new Error("not a DER signature on P-256")
  const end = start + 2 + length
  // DER puts a zero before a number whose first bit is set, and leaves other leading zeros out.
  const digits = bytes.subarray(start + 2, end)
  const number = digits[0] === 0 ? digits.subarray(1) : digits
  if (end > bytes.length || number.length > bytesOfNumber) throw new Error("not a DER signature on P-256")
  return { end, padded: Buffer.concat([Buffer.alloc(bytesOfNumber - number.length), number]) }
}
