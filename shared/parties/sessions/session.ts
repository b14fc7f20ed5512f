import { createHash } from "node:crypto"
import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { partyId } from "../../base/contracts/words.ts"
import { officerRole } from "../officer.ts"

/** Name of the cookie with the session. With this prefix browsers insist on Secure, Path=/ and no Domain. */
export const sessionCookieName = "__Host-wayseal-session"

/** What the console sends with each request. Pages of other sites cannot send it without being asked first (CORS). */
export const consoleHeader = "x-wayseal-console"

/** `1` on requests that the console makes by itself, such as to look for news. They do not count as activity. */
export const backgroundHeader = "x-wayseal-background"

/**
 * When a session ends, as NIST SP 800-63B (revision 3, section 4.2.3) has it for assurance level 2: after so long
 * without activity, and after so long in any case.
 */
export const sessionMinutes = { idle: 30, longest: 12 * 60 } as const

/** Activity is noted once a minute at most, so a session ends up to a minute early. */
const touchMilliseconds = 60_000

/** How long the hub knows a person after the last sign-in, so that colleagues can read who did what. */
export const officerDays = 730

/** The session of a person who signed in for a party. It holds no token of the issuer, and no name. */
export const sessionRow = z.object({
  sessionKey: ownString().meta({ description: "SHA-256 of what the cookie holds, in base64url" }),
  partyId,
  userId: ownString(),
  role: officerRole,
  issuer: ownString(),
  clientId: ownString(),
  signedInAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.int().meta({ description: "The end in any case, in epoch seconds" }),
})

export type Session = z.infer<typeof sessionRow>

/** A person who signed in for a party at least once. */
export const officerRow = z.object({
  partyId,
  userId: ownString().meta({ description: "Keyed hash of party, issuer and subject" }),
  role: officerRole.meta({ description: "At the last sign-in" }),
  sealedName: ownString(),
  signedInAt: z.iso.datetime(),
  expiresAt: z.int(),
})

export type KnownOfficer = z.infer<typeof officerRow>

/** Where the name of a person is sealed. */
export const sealedNameField = "officerName"

/** Under what a session rests. What the cookie holds cannot be found from it. */
export function sessionKeyOf(cookie: string): string {
  return createHash("sha256").update(cookie).digest("base64url")
}

/** When a session ends if nothing more is done in it, in epoch milliseconds. */
export function endOf({ lastSeenAt, expiresAt }: Pick<Session, "lastSeenAt" | "expiresAt">): number {
  return Math.min(Date.parse(lastSeenAt) + sessionMinutes.idle * 60_000, expiresAt * 1_000)
}

/** When a session that begins now ends in any case, in epoch seconds. */
export const lastSecondOf = (now: Date): number => Math.floor(now.getTime() / 1_000) + sessionMinutes.longest * 60

type Begun = Pick<Session, "lastSeenAt" | "expiresAt" | "issuer" | "clientId">

/** Whether a session goes on: its time is not over, and people still sign in where it began. */
export function isCurrent(session: Begun, provider: Pick<Session, "issuer" | "clientId">, now: Date): boolean {
  const isThere = session.issuer === provider.issuer && session.clientId === provider.clientId
  return isThere && now.getTime() < endOf(session)
}

/** Whether activity is to be noted. */
export const isToNote = ({ lastSeenAt }: Pick<Session, "lastSeenAt">, now: Date): boolean =>
  now.getTime() - Date.parse(lastSeenAt) >= touchMilliseconds
