import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { isCurrent, isToNote, sessionKeyOf } from "../../parties/sessions/session.ts"
import type { OperatorSettings } from "./operator-settings.ts"

/** Name of the cookie with an operator's session. */
export const operatorCookieName = "__Host-wayseal-operator"

/** Name of the cookie that an operator's sign-in has until it is finished. */
export const begunOperatorCookieName = "__Host-wayseal-operator-sign-in"

/**
 * The session of a person who runs the hub. It names no party, so it can be the session of none. It rests under other
 * keys than the sessions of parties' people, whose store finds none of these, as this one finds none of those.
 */
export const operatorSessionRow = z.object({
  sessionKey: ownString().meta({ description: "SHA-256 of what the cookie holds, in base64url" }),
  operatorId: ownString().meta({ description: "Keyed hash of issuer and subject" }),
  issuer: ownString(),
  clientId: ownString(),
  signedInAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.int().meta({ description: "The end in any case, in epoch seconds" }),
})

export type OperatorSession = z.infer<typeof operatorSessionRow>

/** The sessions of operators. Reads see every write before them. */
export type OperatorSessions = {
  begin(session: OperatorSession): Promise<void>
  /** The session under a key, also one that has ended and is not removed yet. */
  find(sessionKey: string): Promise<OperatorSession | undefined>
  /** Notes activity. @param at ISO instant @returns whether the session was still there */
  touch(sessionKey: string, at: string): Promise<boolean>
  /** Removes a session. Safe to repeat. */
  end(sessionKey: string): Promise<void>
}

type Tools = {
  readonly sessions: Pick<OperatorSessions, "find" | "touch">
  readonly settings: OperatorSettings
  readonly clock: Clock
}

/**
 * The session of an operator who asks. A stage that changed where operators sign in ended their sessions.
 * @param asked.isActive whether the request is a person's doing, which keeps the session alive
 * @returns the session with the activity that was noted, undefined for anybody else, and when the session has ended
 */
export async function operatorOf(
  { sessions, settings, clock }: Tools,
  asked: { readonly cookies: Readonly<Record<string, string>>; readonly isActive: boolean },
): Promise<OperatorSession | undefined> {
  const cookie = asked.cookies[operatorCookieName]
  const session = cookie === undefined ? undefined : await sessions.find(sessionKeyOf(cookie))
  const now = clock()
  if (session === undefined || !isCurrent(session, settings, now)) return undefined
  if (!asked.isActive || !isToNote(session, now)) return session
  const lastSeenAt = now.toISOString()
  // Somebody signed out meanwhile.
  return (await sessions.touch(session.sessionKey, lastSeenAt)) ? { ...session, lastSeenAt } : undefined
}
