import type { Call } from "../api/in-turn.ts"
import type { LogBody, LogEntry } from "./log-entries.ts"

/** One call, with the numbers of its entries in the file, in its order. */
export type LogBatch = Call & { readonly body: LogBody; readonly entries: readonly number[] }

/** The hub takes this many lookups in one call, at most. */
const accessLimit = 500

/** A call has fewer where these are long: the hub takes 256 KiB, and something is around them. */
const mostBytes = 250_000

/** So often a file is hashed. OWASP's Password Storage Cheat Sheet has this number for PBKDF2 with SHA-256. */
const iterations = 600_000

/**
 * The calls that add the lookups of a log to a case. The same file makes the same calls with the same keys, so a log
 * can be sent again, also later, and adds nothing twice.
 *
 * Names of lookups are made from the whole file where it has none, and keys too. It takes a while to make them, so that
 * nobody finds from them what a short file has by trying addresses.
 *
 * @param file the bytes of the file
 */
export async function logBatches(
  entries: readonly LogEntry[],
  { caseAlias, file }: { readonly caseAlias: string; readonly file: Uint8Array },
): Promise<LogBatch[]> {
  const name = await namesUnder(file, caseAlias)
  const named = await Promise.all(
    entries.map(async ({ entry, accessId, ...access }) => ({
      entry,
      access: { ...access, accessId: accessId ?? `log-${await name(`entry ${entry}`)}` },
    })),
  )
  return Promise.all(
    partsOf(named).map(async (part) => {
      const accesses = part.map(({ access }) => access)
      const key = `log-${await name(JSON.stringify(accesses))}`
      return { key, body: { accesses }, items: part.length, entries: part.map(({ entry }) => entry) }
    }),
  )
}

/** Parts that are small enough for one call each. */
function partsOf<Named extends { readonly access: object }>(named: readonly Named[]): Named[][] {
  const parts: Named[][] = []
  let bytes = 0
  for (const one of named) {
    // Everything in it is ASCII.
    const more = JSON.stringify(one.access).length + 1
    const part = parts.at(-1)
    if (part === undefined || part.length === accessLimit || bytes + more > mostBytes) {
      parts.push([one])
      bytes = more
    } else {
      part.push(one)
      bytes += more
    }
  }
  return parts
}

/** Makes names that only whoever has the file can make again: 160 bits, in hexadecimal digits. */
async function namesUnder(file: Uint8Array, caseAlias: string): Promise<(text: string) => Promise<string>> {
  const encoder = new TextEncoder()
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(file))
  const secret = await crypto.subtle.importKey("raw", digest, "PBKDF2", false, ["deriveKey"])
  const key = await crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt: encoder.encode(caseAlias), iterations },
    secret,
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  )
  return async (text) => {
    const signed = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)))
    return Array.from(signed.subarray(0, 20), (byte) => byte.toString(16).padStart(2, "0")).join("")
  }
}
