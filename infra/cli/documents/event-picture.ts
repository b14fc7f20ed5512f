import type { EventContract } from "../../../shared/base/contracts/define-event.ts"

/** Events that the same parties send or receive: one box of the picture. */
type Box = { readonly id: string; readonly from: readonly string[]; readonly to: readonly string[] }

const both = (side: string) => [`retailer${side}`, `carrier${side}`]

/** The organisations of the picture. Whoever sends is on the left, whoever receives is on the right. */
const organisations = {
  retailerLeft: "a retailer",
  carrierLeft: "a carrier",
  hub: "the hub",
  retailerRight: "a retailer",
  carrierRight: "a carrier",
}

const boxes = {
  retailerSends: { id: "retailerSends", from: ["retailerLeft"], to: ["hub"] },
  carrierSends: { id: "carrierSends", from: ["carrierLeft"], to: ["hub"] },
  partySends: { id: "partySends", from: both("Left"), to: ["hub"] },
  forwarded: { id: "forwarded", from: both("Left"), to: ["hub"] },
  toRetailer: { id: "toRetailer", from: ["hub"], to: ["retailerRight"] },
  toCarrier: { id: "toCarrier", from: ["hub"], to: ["carrierRight"] },
  toParty: { id: "toParty", from: ["hub"], to: both("Right") },
  passedOn: { id: "passedOn", from: ["hub"], to: both("Right") },
} satisfies Record<string, Box>

/**
 * Who sends what to whom, as a Mermaid flowchart, which GitHub draws. What the hub sends to itself is left out.
 *
 * @throws Error for a contract between parties that the picture has no box for
 */
export function eventPicture(contracts: readonly EventContract[]): string {
  const forwarded = new Set(contracts.filter(({ form }) => form === "forwarded").map(({ detailType }) => detailType))
  const drawn = contracts.filter(({ from, to }) => from !== to)
  const inside = Map.groupBy(drawn, (contract) => boxOf(contract, forwarded))
  return [
    "```mermaid",
    "flowchart LR",
    ...Object.entries(organisations).map(([id, name]) => `  ${id}(["${name}"])`),
    ...Object.values(boxes).flatMap((box) => draw(box, inside.get(box) ?? [])),
    "```",
  ].join("\n")
}

function boxOf({ from, to, form, detailType }: EventContract, forwarded: ReadonlySet<string>): Box {
  if (to === "hub") {
    if (from === "retailer") return boxes.retailerSends
    if (from === "carrier") return boxes.carrierSends
    return forwarded.has(detailType) ? boxes.forwarded : boxes.partySends
  }
  if (from !== "hub") throw new Error(`The picture has no box for ${detailType} from ${from} to ${to}`)
  if (to === "retailer") return boxes.toRetailer
  if (to === "carrier") return boxes.toCarrier
  return form === "forwarded" ? boxes.passedOn : boxes.toParty
}

function draw({ id, from, to }: Box, contracts: readonly EventContract[]): string[] {
  if (contracts.length === 0) return []
  const names = [...new Set(contracts.map(({ detailType }) => detailType))]
  return [`  ${id}["${names.join("<br/>")}"]`, `  ${from.join(" & ")} --> ${id} --> ${to.join(" & ")}`]
}
