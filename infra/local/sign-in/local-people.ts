import type { OfficerRole } from "../../../shared/parties/officer.ts"

/** Under this id the provider of this machine knows the hub as the operators' own. No party has it. */
export const operatorClient = "wayseal-operators"

type LocalRole = OfficerRole | "operator"

/** A person who can sign in on this machine. Nobody has a password. */
export type LocalPerson = {
  /** The party, or `operatorClient` for who runs the hub. */
  readonly partyId: string
  readonly subject: string
  readonly name: string
  /** Absent: the provider knows the person, who has no role. */
  readonly role?: LocalRole
}

/** Invented names, two for each party. */
const names = ["Ada Boucher", "Ben Okafor", "Chloé Tran", "Daniel Roy", "Elif Singh", "François Gagné"] as const

/** An officer and a reader of each party. */
export function localPeople(partyIds: readonly string[]): readonly LocalPerson[] {
  return partyIds.flatMap((partyId, place) =>
    (["officer", "reader"] as const).map((role, second) => ({
      partyId,
      subject: `${partyId}-${role}`,
      name: names[(2 * place + second) % names.length] ?? partyId,
      role,
    })),
  )
}

/** Who runs the hub on this machine. */
export const localOperator: LocalPerson = {
  partyId: operatorClient,
  subject: "operator-of-this-machine",
  name: "Olivia Martin",
  role: "operator",
}

/** The value of the claim `roles` that gives a role at one party. All parties share the provider of this machine. */
export const localRole = (partyId: string, role: LocalRole): string => `${partyId}.${role}`

/** What the parties file says about the provider of this machine. */
export function localSignIn(issuer: string, partyId: string) {
  return {
    issuer,
    clientId: partyId,
    roleClaim: "roles",
    roles: { officer: [localRole(partyId, "officer")], reader: [localRole(partyId, "reader")] },
  }
}
