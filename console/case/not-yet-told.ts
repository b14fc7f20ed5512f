import type { paths } from "../../client/api/generated/paths.ts"

/** The affected or the perhaps affected, and how many the person has confirmed. Of the latter those told count too. */
export type Everybody = { readonly whom: "affected" | "possible"; readonly confirmed: number }

type Exposure =
  paths["/v1/cases/{caseAlias}/exposures"]["get"]["responses"][200]["content"]["application/json"]["exposures"][number]

type Listed = Pick<Exposure, "told" | "possible" | "shipmentId" | "trackingNumber">

type NotYetTold = {
  readonly names: readonly string[]
  /** Shipments that count and that the list does not name. */
  readonly left: number
  /** What the person has to confirm first, if the list holds more. Then it names nobody. */
  readonly more: Everybody | undefined
}

/** Those of the list whom nobody has told, by what a party names a shipment in a receipt. */
export function notYetTold(exposures: readonly Listed[], { whom, confirmed }: Everybody): NotYetTold {
  const all = exposures.filter(({ possible = false }) => possible === (whom === "possible"))
  const untold = all.filter(({ told }) => told === "no")
  const told = whom === "possible" ? all.length - untold.length : 0
  if (untold.length + told > confirmed) return { names: [], left: 0, more: { whom, confirmed: untold.length + told } }
  const names = untold.flatMap(({ shipmentId, trackingNumber }) => shipmentId ?? trackingNumber ?? [])
  return { names, left: confirmed - told - names.length, more: undefined }
}
