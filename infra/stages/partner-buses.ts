import { didYouMean } from "../../shared/parties/issue-sentences.ts"
import type { Party } from "../../shared/parties/party.ts"
import { FileInvalid } from "./configuration-file.ts"
import type { Stage } from "./read-stage.ts"

/**
 * Requires that each partner event bus of a stage has a party that can connect a shop. Whether it did is in its
 * settings, which a deployment does not read: until it does, messages of the bus become dead letters, with an alarm.
 *
 * @throws FileInvalid with a sentence for each bus whose party cannot
 */
export function requirePartiesOfBuses(
  { path, settings }: Pick<Stage, "path" | "settings">,
  all: readonly Party[],
): void {
  const problems = settings.partnerBuses.flatMap(({ party: id }, place) => {
    const party = all.find((each) => each.id === id)
    const problem = party === undefined ? unknown(id, all) : unfit(party)
    return problem === undefined ? [] : [`partnerBuses[${place}].party ${problem}`]
  })
  if (problems.length > 0) throw new FileInvalid(path, problems)
}

function unknown(id: string, all: readonly Party[]): string {
  const retailers = all.filter(({ kind }) => kind === "retailer").map((each) => each.id)
  const problem = `names no party of the parties file, "${id}"${didYouMean(id, retailers) || "."}`
  return `${problem} Enter the retailer there. The shop of an invited one sends over HTTPS instead`
}

function unfit({ id, kind, account }: Party): string | undefined {
  if (kind !== "retailer") return `is the ${kind} ${id}, and shops are a retailer's. Name the retailer of the shop`
  return account === undefined
    ? undefined
    : `is ${id}, which publishes from its own AWS account and cannot connect a shop. Leave out the bus, or the account`
}
