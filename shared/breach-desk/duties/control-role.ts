import type { ControlRole } from "../../law/law.ts"
import type { PartyFacts } from "../facts.ts"

/**
 * The party's role for the information that it shares with another party, under a law. The entry that says most counts.
 * Without one, a party is in control of its own data: a carrier decides how its own tool works and what it shows.
 *
 * @param counterparty id of the other party; `undefined`: of no known party
 */
export function roleTowards(
  { roles }: Pick<PartyFacts, "roles">,
  law: string,
  counterparty: string | undefined,
): ControlRole {
  const fitting = roles.filter(
    (one) => (one.law ?? law) === law && (one.with === undefined || one.with === counterparty),
  )
  const exactness = (one: PartyFacts["roles"][number]) =>
    (one.with === undefined ? 0 : 2) + (one.law === undefined ? 0 : 1)
  return fitting.toSorted((one, other) => exactness(other) - exactness(one))[0]?.role ?? "inControl"
}
