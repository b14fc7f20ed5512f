import { counterpartyId } from "./counterparty-id.ts"
import { counterpartiesOf } from "./named-counterparty.ts"
import type { Retailer } from "./party.ts"
import { entryProblems, type RuleContext } from "./party-rules.ts"

/** An id is part of names that have room for this many characters. */
const longestId = 32

/**
 * What is wrong with the carriers that a retailer named, beyond their form, in sentences that name the field, the rule
 * and the mend.
 */
export function counterpartyProblems(
  retailer: Pick<Retailer, "id" | "counterparties">,
  { quotes, knownLaws }: Pick<RuleContext, "quotes" | "knownLaws">,
): readonly string[] {
  const keys = (retailer.counterparties ?? []).map(({ key }) => key)
  return counterpartiesOf(retailer).flatMap((carrier, place) => {
    const key = keys[place] ?? ""
    const room = longestId - counterpartyId(retailer.id, "").length
    const problems = [
      ...(keys.indexOf(key) < place ? ["key is there twice. Give each carrier a key of its own"] : []),
      ...(key.length > room ? [`key must be at most ${room} characters long`] : []),
      ...entryProblems(carrier, { others: [], namesOthers: false, quotes, knownLaws }),
    ]
    return problems.map((sentence) => `counterparties[${place}].${sentence}`)
  })
}
