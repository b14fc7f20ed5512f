/** Reads our own events: access events, one lookup each, and `TrackingAccessed`, which has many. */
import * as z from "zod"
import { type TrackingAccess, trackingAccess } from "../../../shared/base/contracts/tracking-accessed.ts"
import type { LogRecord } from "./log-record.ts"
import { loggedAccess } from "./logged-access.ts"

/** Whether an object is meant as an access event, and not as a line of a web server. */
export const resemblesLoggedAccess = (object: object): boolean =>
  "at" in object && ("accessor" in object || "network" in object || "outcome" in object)

/** @returns the record, or the field and the rule that it breaks */
export const readLoggedAccess = (object: object): LogRecord | string => {
  const parsed = loggedAccess.safeParse(object)
  if (!parsed.success) return issueOf(parsed.error)
  const { at, accessor = {}, retailer, reference, proof, deliveryPoint, ...event } = parsed.data
  if (accessor.ip === undefined && event.network === undefined) return "needs an address in accessor.ip, or a network"
  if (reference === undefined && event.referenceTag === undefined) return "needs a reference, or a referenceTag"
  const { ip, account, session, userAgent } = accessor
  return { at, address: ip, account, session, userAgent, retailer, reference, proof, deliveryPoint, event }
}

/** The records of an event `TrackingAccessed`, in its envelope or without, or undefined if it is no such event. */
export const readTrackingAccessed = (object: object): readonly (LogRecord | string)[] | undefined => {
  const accesses = trackingAccessed.safeParse(object).data
  return accesses?.map((given) => {
    const parsed = trackingAccess.safeParse(given)
    return parsed.success ? recordOfAccess(parsed.data) : issueOf(parsed.error)
  })
}

const data = z.object({ accesses: z.array(z.unknown()) }).transform(({ accesses }) => accesses)
const detail = z.object({ data }).transform((envelope) => envelope.data)
const trackingAccessed = z.union([
  z.object({ detail }).transform((event) => event.detail),
  detail,
  z.object({ accesses: z.array(z.unknown()) }).transform(({ accesses }) => accesses),
])

const recordOfAccess = ({ at, reference, accessor, outcome, proof }: TrackingAccess): LogRecord => {
  const given = {
    at,
    proof,
    ...(reference.kind === "trackingNumber"
      ? { reference: reference.trackingNumber, retailer: "tracking numbers" }
      : { reference: reference.orderReference, retailer: reference.retailerAlias }),
  }
  const event = { outcome, accessorClass: "public", canary: false } as const
  if (accessor.kind === "raw") {
    const { ip, account, session, userAgent } = accessor
    return { ...given, address: ip, account, session, userAgent, event }
  }
  return {
    ...given,
    event: {
      ...event,
      subject: { kind: accessor.subjectKind, fingerprint: accessor.subject },
      network: { kind: accessor.networkKind, fingerprint: accessor.network },
    },
  }
}

const issueOf = (error: z.ZodError): string => {
  const issue = error.issues[0]
  const field = issue?.path.join(".") ?? ""
  return `breaks a rule of access events${field === "" ? "" : ` in its field ${field}`}: ${issue?.message ?? ""}`
}
