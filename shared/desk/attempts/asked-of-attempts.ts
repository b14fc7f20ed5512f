import type { Party } from "../../parties/party.ts"
import type { AnomalyOfCase } from "../cases/case-rows.ts"
import { roleTowards } from "../duties/derive-duties.ts"
import { rulesInForce } from "../duties/due-time.ts"
import { rolesIn } from "../facts-of-case.ts"
import type { Law, Rule } from "../law/law.ts"

/** A rule that asks a party for a notice of an attempt too. */
export type AskedOfAttempt = { readonly law: Law; readonly rule: Rule }

/** What the laws of a party ask of an attempt: no other duty follows from one. */
export function askedOfAttempt(
  laws: readonly Law[],
  party: Party,
  { tool, retailerId, detectedAt }: Pick<AnomalyOfCase, "tool" | "retailerId" | "detectedAt">,
): AskedOfAttempt[] {
  const roles = rolesIn({ tool }, party)
  const other = party.id === retailerId ? undefined : retailerId
  return laws
    .filter(({ id }) => party.laws.some((one) => one === id))
    .flatMap((law) =>
      rulesInForce({ timeZone: party.jurisdiction.timeZone, awareAt: detectedAt }, law)
        .filter((rule) => rule.alsoOfAttempts)
        .filter((rule) => rule.owedBy.includes(roleTowards({ roles }, law.id, other)))
        .map((rule) => ({ law, rule })),
    )
}
