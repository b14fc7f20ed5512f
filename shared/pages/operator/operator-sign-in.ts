import { lastSecondOf, sessionKeyOf } from "../../parties/sessions/session.ts"
import { SignInFailed } from "../sign-in/identity-provider.ts"
import { valuesOfClaim } from "../sign-in/role-of-claims.ts"
import { beginAt, finishAt, type ProviderTools, unguessable } from "../sign-in/sign-in.ts"
import { hubPath } from "./operator-paths.ts"
import type { OperatorSessions } from "./operator-session.ts"
import type { OperatorSettings } from "./operator-settings.ts"

/**
 * What the sign-in of operators needs. `sign` and `signatures` are for this sign-in alone. So no sign-in of a party can
 * be finished here, and none of these at the console.
 */
export type OperatorSignInTools = ProviderTools & {
  readonly settings: OperatorSettings
  readonly sessions: OperatorSessions
  /** The opaque id of a person, from issuer and subject: always the same. */
  readonly operatorIdOf: (issuer: string, subject: string) => string
}

/** What stands in place of a party in the cookie of the sign-in. No party has such an id. */
const ofOperators = { partyId: "#operators", returnTo: hubPath } as const

/** Begins the sign-in of an operator. @throws SignInFailed */
export async function beginOperatorSignIn(tools: OperatorSignInTools, redirectUri: string) {
  return beginAt(tools, tools.settings, { ...ofOperators, redirectUri })
}

/**
 * Finishes the sign-in of an operator.
 * @returns what the session's cookie holds
 * @throws SignInFailed
 */
export async function finishOperatorSignIn(
  tools: OperatorSignInTools,
  back: Omit<Parameters<typeof finishAt>[1], "partyId"> & { readonly former: string | undefined },
): Promise<string> {
  const { settings, sessions, operatorIdOf, random, clock } = tools
  const { claims } = await finishAt(tools, { ...back, partyId: ofOperators.partyId }, async () => settings)
  const held = valuesOfClaim(settings.roleClaim, claims)
  if (!settings.roles.some((value) => held.has(value))) throw new SignInFailed("noOperator")
  const cookie = unguessable(random)
  const now = clock()
  await sessions.begin({
    sessionKey: sessionKeyOf(cookie),
    operatorId: operatorIdOf(claims.iss, claims.sub),
    issuer: settings.issuer,
    clientId: settings.clientId,
    signedInAt: now.toISOString(),
    lastSeenAt: now.toISOString(),
    expiresAt: lastSecondOf(now),
  })
  if (back.former !== undefined) await sessions.end(sessionKeyOf(back.former))
  return cookie
}
