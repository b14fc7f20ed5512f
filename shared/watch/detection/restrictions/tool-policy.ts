import { operatorOf } from "../../../base/contracts/tool-name.ts"
import type { Proof } from "../../../base/contracts/words.ts"
import { voidsPostalCodes } from "../profiles/proof.ts"
import type { RetailerKnowledge } from "../retailers/retailer-knowledge.ts"
import { slowReadings } from "../scoring/evaluate-fan-out.ts"
import type { Finding } from "../scoring/finding.ts"
import { restrictedScopeOf } from "./restricted-scope.ts"
import type { Restriction } from "./restriction.ts"

/**
 * Where a lookup is made, by what can refuse it there:
 *
 * - `hub`: the hub's own page and lookups.
 * - `delegated`: a party asks the hub for a visitor of its own site.
 * - `guarded`: a carrier's own tool that asks the guard before it answers.
 * - `enforced`: a carrier's own tool whose web server, firewall or bouncer goes by the hub's decisions.
 * - `alone`: a carrier's own tool with neither.
 */
export const toolKinds = ["hub", "delegated", "guarded", "enforced", "alone"] as const
export type ToolKind = (typeof toolKinds)[number]

/** What a restriction asks of a lookup. */
export type Asked = keyof typeof refusedProofs

/** By what is asked, the proofs that do not satisfy it. A party's own parcels are never refused to it. */
export const refusedProofs = {
  nothing: [],
  betterThanCode: ["postalCode"],
  proof: ["none"],
  strongProof: ["none", "postalCode"],
  link: ["none", "postalCode", "houseNumber", "account"],
  refusal: ["none", "postalCode", "houseNumber", "account", "linkToken"],
} as const satisfies Readonly<Record<string, readonly Proof[]>>

/** Of whom something is asked after an alert. */
export type AskedOf = keyof typeof asks

/** What an alert asks of whom, by tool. */
const asks = {
  visitor: { hub: "link", delegated: "link", guarded: "proof", enforced: "refusal", alone: "nothing" },
  guesser: { hub: "link", delegated: "link", guarded: "refusal", enforced: "refusal", alone: "nothing" },
  visitorWithoutName: {
    hub: "strongProof",
    delegated: "strongProof",
    guarded: "proof",
    enforced: "proof",
    alone: "nothing",
  },
  guesserWithoutName: {
    hub: "strongProof",
    delegated: "strongProof",
    guarded: "strongProof",
    enforced: "proof",
    alone: "nothing",
  },
  network: { hub: "proof", delegated: "proof", guarded: "proof", enforced: "proof", alone: "nothing" },
  networkOfGuessers: {
    hub: "strongProof",
    delegated: "strongProof",
    guarded: "strongProof",
    enforced: "proof",
    alone: "nothing",
  },
  neighbourhood: { hub: "proof", delegated: "proof", guarded: "proof", enforced: "nothing", alone: "nothing" },
  codeBlock: {
    hub: "betterThanCode",
    delegated: "betterThanCode",
    guarded: "betterThanCode",
    enforced: "nothing",
    alone: "nothing",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<ToolKind, Asked>>>>

/**
 * Why an alert of a visitor or network asks nothing in some tools: the harm to innocent people is larger than what is
 * withheld. In a `log` that is read afterwards it is a notice.
 */
export type SparedAs = keyof typeof spares
type SparingTool = ToolKind | "log"

const spares = {
  /** Many parcels slowly, like a small seller. */
  slow: ["hub", "delegated"],
  /** Misses on a network, before the retailer's share of them was learned. */
  networkOfMisses: ["hub", "delegated", "guarded", "enforced"],
  /** Many parcels in no order, like a mail room, while no destination is known. */
  withoutDestinations: ["guarded", "log"],
  /** Visitors who each go on to the next number, like an order in two parcels, while no destination is known. */
  stepsWithoutDestinations: ["guarded", "log"],
} as const satisfies Readonly<Record<string, readonly SparingTool[]>>

/**
 * In which tools lookups restrict numbers, each there alone: what a carrier reports of its own tool restricts none in
 * the hub, because numbers are everybody's.
 */
const restrictsNumbers: readonly ToolKind[] = ["hub", "guarded", "enforced"]

/** Every row of the policy, for documents and simulations. */
export const toolPolicy = { asks, spares, restrictsNumbers } as const

/** Of whom a restriction asks something. `isNamed`: the visitor has an account, cookie, session or credential. */
export function askedOfWhom(
  { scope, voidsPostalCode }: Pick<Restriction, "scope" | "voidsPostalCode">,
  isNamed: boolean,
): AskedOf {
  if (scope === "neighbourhood" || scope === "codeBlock") return scope
  if (scope === "network") return voidsPostalCode ? "networkOfGuessers" : "network"
  if (isNamed) return voidsPostalCode ? "guesser" : "visitor"
  return voidsPostalCode ? "guesserWithoutName" : "visitorWithoutName"
}

/** What is asked in a tool. */
export const askedIn = (tool: ToolKind, of: AskedOf): Asked => asks[of][tool]

/** Whether a lookup with this proof is refused where that is asked. */
export const isProofRefused = (asked: Asked, proof: Proof): boolean =>
  refusedProofs[asked].some((refused) => refused === proof)

/** The kind of the tool that lookups were made in. The hub decides as if the carrier enforced its decisions. */
export const toolKindOf = ({ tool, delegatedBy }: { tool: string; delegatedBy?: string | undefined }): ToolKind => {
  if (operatorOf(tool) !== undefined) return "enforced"
  return delegatedBy === undefined ? "hub" : "delegated"
}

/** Whether a finding about a visitor or network alone asks nothing in a tool. */
export function isSpared(
  finding: Finding,
  of: { readonly accessorKey: string; readonly tool: SparingTool },
  retailers: Pick<RetailerKnowledge, "profileOf">,
): boolean {
  const reasons = reasonsToSpare(finding, of.accessorKey, retailers)
  return reasons.some((reason) => spares[reason].some((tool) => tool === of.tool))
}

function reasonsToSpare(
  { chart, reading, retailers, evidence }: Finding,
  accessorKey: string,
  { profileOf }: Pick<RetailerKnowledge, "profileOf">,
): SparedAs[] {
  const isOfNetwork = restrictedScopeOf(accessorKey) === "network"
  const isShareAssumed = retailers.some((retailer) => profileOf(retailer)?.isMissShareAssumed === true)
  const reasons: SparedAs[] = []
  if (slowReadings.has(reading)) reasons.push("slow")
  if (evidence.deliveryPoints === 0) {
    if (chart === "fanOut") reasons.push("withoutDestinations")
    if (reading === "steps") reasons.push("stepsWithoutDestinations")
  }
  const isOfMisses = chart === "guess" && !voidsPostalCodes(evidence.challengeFailed)
  if (isOfMisses && isOfNetwork && isShareAssumed) reasons.push("networkOfMisses")
  return reasons
}
