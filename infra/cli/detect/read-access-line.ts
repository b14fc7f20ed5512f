/**
 * Reads one line of an access log into a lookup as the detector scores it. Raw values (addresses, accounts, sessions,
 * user agents, references) are replaced with fingerprints here and go no further.
 */
import * as z from "zod"
import { accessorClass, lookupOutcome, networkKind, subjectKind } from "../../../shared/contracts/words.ts"
import type { Access } from "../../../shared/detection/access.ts"
import { type FingerprintOptions, makeFingerprints } from "./fingerprint-values.ts"

const text = z.string().min(1).max(2_000)

/** One lookup as a log may write it: raw values of the visitor, or fingerprints made before. */
export const loggedAccess = z.object({
  id: text.optional(),
  at: z.union([z.string().max(40), z.number()]).meta({ description: "ISO 8601, or epoch seconds or milliseconds" }),
  subject: z.object({ kind: subjectKind, fingerprint: text }).optional(),
  network: z.object({ kind: networkKind.default("unknown"), fingerprint: text }).optional(),
  accessor: z
    .object({
      ip: text.optional(),
      account: text.optional(),
      session: text.optional(),
      userAgent: z.string().optional(),
    })
    .optional(),
  retailer: text.optional(),
  reference: text.optional(),
  referenceTag: text.optional(),
  ordinal: z.int().min(0).optional(),
  outcome: lookupOutcome,
  proof: z.enum(["none", "postalCode", "linkToken", "account", "caseLinked", "entitled", "party"]).default("none"),
  deliveryPoint: z.union([text, z.int()]).optional(),
  accessorClass: accessorClass.default("public"),
  canary: z.boolean().default(false),
})
export type LoggedAccess = z.infer<typeof loggedAccess>

export type LineReader = (line: string) => Access | "ignored" | "unreadable"

export type LineReaderOptions = FingerprintOptions & {
  /** Retailer of lines that do not name one. */
  readonly retailer: string
}

/** Turns a logged lookup into the detector's form. */
const makeInterpreter = (options: LineReaderOptions): ((given: LoggedAccess) => Access | "unreadable") => {
  const fingerprints = makeFingerprints(options)
  return (given) => {
    const { accessor = {}, accessorClass, deliveryPoint } = given
    const network = given.network ?? (accessor.ip === undefined ? null : fingerprints.networkOf(accessor.ip))
    const at = epochSeconds(given.at)
    if (network === null || at === undefined) return "unreadable"
    if (given.reference === undefined && given.referenceTag === undefined) return "unreadable"
    const retailer = fingerprints.retailerOf(given.retailer ?? options.retailer)
    const reference = given.reference === undefined ? undefined : retailer.referenceOf(given.reference)
    return {
      at,
      subject: given.subject ?? fingerprints.subjectOf(accessor, network.fingerprint),
      network,
      accessorClass,
      networkClass: accessorClass === "aggregator" || accessorClass === "verifiedBot" ? accessorClass : "public",
      retailer: retailer.number,
      series: retailer.number,
      tag: reference?.tag ?? given.referenceTag ?? "",
      ordinal: given.ordinal ?? reference?.ordinal ?? null,
      outcome: given.outcome,
      proof: given.proof === "none" || given.proof === "postalCode" ? given.proof : "strong",
      deliveryPoint: typeof deliveryPoint === "string" ? retailer.pointOf(deliveryPoint) : (deliveryPoint ?? null),
      canary: given.canary,
    }
  }
}

const epochSeconds = (at: string | number): number | undefined => {
  if (typeof at === "number") return Math.floor(at > 1e11 ? at / 1000 : at)
  const milliseconds = Date.parse(at)
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000)
}

/** Reads lines that are JSON objects, one lookup each. */
export const jsonLineReader = (options: LineReaderOptions): LineReader => {
  const interpret = makeInterpreter(options)
  return (line) => {
    if (line.trim() === "") return "ignored"
    let raw: unknown
    try {
      raw = JSON.parse(line)
    } catch {
      return "unreadable"
    }
    const parsed = loggedAccess.safeParse(raw)
    return parsed.success ? interpret(parsed.data) : "unreadable"
  }
}

/** Why {@link jsonLineReader} cannot read a line: the field and the rule, never the value. */
export const explainUnreadableJson = (line: string): string => {
  let raw: unknown
  try {
    raw = JSON.parse(line)
  } catch {
    return "is not JSON"
  }
  const issue = loggedAccess.safeParse(raw).error?.issues[0]
  if (issue !== undefined) return [issue.path.join("."), issue.message].filter((part) => part !== "").join(": ")
  return "needs a time in `at`, an address in accessor.ip (or a network), and a reference (or referenceTag)"
}

/** The Common Log Format of web servers, and the Combined one with referrer and user agent. */
const webServerLine =
  /^(?<ip>\S+) \S+ (?<user>\S+) \[(?<time>[^\]]+)\] "(?<method>[A-Z]+) (?<path>\S+)[^"]*" (?<status>\d{3}) \S+(?: "[^"]*" "(?<agent>[^"]*)")?/

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/** `10/Oct/2026:13:55:36 -0400` as epoch seconds. */
export const parseLogTime = (time: string): number | undefined => {
  const found = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/.exec(time)
  if (found === null) return undefined
  const [day, month, year, hour, minute, second] = [found[1], found[2], found[3], found[4], found[5], found[6]]
  const place = months.indexOf(month ?? "")
  if (place < 0) return undefined
  const offset = (Number(found[8]) * 60 + Number(found[9])) * (found[7] === "-" ? 60 : -60)
  return Date.UTC(Number(year), place, Number(day), Number(hour), Number(minute), Number(second)) / 1000 + offset
}

const outcomeOfStatus = (status: number): LoggedAccess["outcome"] | undefined => {
  if (status === 401 || status === 403) return "challengeFailed"
  if (status === 404 || status === 410) return "miss"
  return status >= 200 && status < 400 ? "hit" : undefined
}

/**
 * Reads lines of a web server's log. Only lines whose path has a reference count. The status gives the outcome: 2xx and
 * 3xx a hit, 404 and 410 a miss, 401 and 403 a failed challenge.
 *
 * @param reference finds the reference in the path and query; its first group is the reference
 */
export const webServerLineReader = (options: LineReaderOptions & { readonly reference: RegExp }): LineReader => {
  const interpret = makeInterpreter(options)
  return (line) => {
    if (line.trim() === "") return "ignored"
    const fields = webServerLine.exec(line)?.groups
    const at = parseLogTime(fields?.["time"] ?? "")
    if (fields === undefined || at === undefined) return "unreadable"
    const reference = options.reference.exec(fields["path"] ?? "")?.[1]
    const outcome = outcomeOfStatus(Number(fields["status"]))
    if (reference === undefined || outcome === undefined) return "ignored"
    const user = fields["user"]
    return interpret({
      at,
      accessor: {
        ip: fields["ip"],
        userAgent: fields["agent"],
        account: user === undefined || user === "-" ? undefined : user,
      },
      reference: decodeReference(reference),
      outcome,
      proof: "none",
      accessorClass: "public",
      canary: false,
    })
  }
}

const decodeReference = (reference: string): string => {
  try {
    return decodeURIComponent(reference)
  } catch {
    return reference
  }
}
