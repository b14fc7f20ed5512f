import type { OperatorSession } from "../../shared/pages/operator/operator-session.ts"
import type { KnownOfficer, Session } from "../../shared/parties/sessions/session.ts"

const signedInAt = "2026-11-01T10:00:00.000Z"

/** What a sign-in of a person stores. */
export function aSignIn(partyId: string, userId: string, sealedName = "s1.sealed"): [Session, KnownOfficer] {
  const common = { partyId, userId, role: "officer" as const, signedInAt }
  const ofIssuer = { issuer: "https://login.example.com", clientId: "wayseal" }
  const sessionKey = `key-of-${partyId}-${userId}`
  return [
    { ...common, ...ofIssuer, sessionKey, lastSeenAt: signedInAt, expiresAt: 1_793_570_400 },
    { ...common, sealedName, expiresAt: 1_856_598_000 },
  ]
}

/** What a sign-in of an operator stores. */
export const anOperatorSession = (operatorId: string): OperatorSession => ({
  sessionKey: `key-of-${operatorId}`,
  operatorId,
  issuer: "https://login.hub.example",
  clientId: "wayseal",
  signedInAt,
  lastSeenAt: signedInAt,
  expiresAt: 1_793_570_400,
})
