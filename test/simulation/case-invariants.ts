import { type BreachCaseItem, breachCaseItemSchema } from "../../shared/domain/breach-case.ts"
import type { Walk } from "./accesses.ts"
import { distinctIds, received, type Violations } from "./invariants.ts"
import { allRows, type World } from "./world.ts"

/** Holds what the hub made of walks against the walks themselves. */
export function caseViolationsOf(world: World, walks: readonly Walk[]): Violations {
  const rows = allRows(world).flatMap(({ table, row }) =>
    table === "breachCases" ? [breachCaseItemSchema.parse(row)] : [],
  )
  const networks = [...Map.groupBy(walks, ({ ip }) => ip).values()]
  const open = ofType(rows, "case").filter(({ state }) => state !== "merged")
  // Two walkers over the same numbers are also found by the numbers they walk; that is a case without an accessor.
  const cases = open.filter(({ keys }) => keys.some(({ accessorKey }) => /^(subject|network)#/.test(accessorKey)))
  const found: Violations = []
  if (cases.length !== networks.length) found.push(`${networks.length} walks made ${cases.length} cases`)
  found.push(...exposuresAreWhatWasSeen(rows, networks, new Set(cases.map(({ caseId }) => caseId))))
  found.push(...partiesAreToldOnce(world, rows, new Set(open.map(({ caseId }) => caseId))))
  return found
}

/** The exposures of each case are the recount of what its walkers saw: nothing missing, nothing invented. */
function exposuresAreWhatWasSeen(
  rows: readonly BreachCaseItem[],
  networks: readonly Walk[][],
  cases: ReadonlySet<string>,
): Violations {
  const exposures = ofType(rows, "exposure").filter(({ caseId }) => cases.has(caseId))
  const counted = [...Map.groupBy(exposures, ({ caseId }) => caseId).values()].map((ofCase) =>
    ofCase
      .map((one) => `${one.shipmentId} ${[...one.fields].sort().join()} ${one.firstAt} ${one.lastAt}`)
      .sort()
      .join("\n"),
  )
  const seen = networks.map((walks) =>
    walks
      .flatMap((walk) => [...walk.seen.values()])
      .map((one) => `${one.shipmentId} ${[...one.fields].sort().join()} ${one.firstAt} ${one.lastAt}`)
      .sort()
      .join("\n"),
  )
  const missing = seen.filter((one) => !counted.includes(one)).length
  return missing === 0 && counted.length === seen.length ? [] : ["the exposures of a case are not what its walker saw"]
}

/** Each party of a case hears of its opening under one id; nobody else hears of it. */
function partiesAreToldOnce(world: World, rows: readonly BreachCaseItem[], cases: ReadonlySet<string>): Violations {
  const found: Violations = []
  const sides = ofType(rows, "party").filter(({ caseId }) => cases.has(caseId))
  for (const { caseId, partyId, alias } of sides) {
    const alerts = received(world, partyId, "BreachCaseOpened").filter(({ data }) => data["caseAlias"] === alias)
    if (distinctIds(alerts) !== 1) found.push(`${partyId} was told of a case under ${distinctIds(alerts)} ids`)
    if (partyId === "maplebooks") found.push(`${partyId} is a party of case ${caseId}, which is none of its business`)
  }
  for (const partyId of ["northpost", "leafline"]) {
    const told = new Set(received(world, partyId, "BreachCaseOpened").map(({ data }) => data["caseAlias"]))
    if (told.size !== cases.size) found.push(`${partyId} was told of ${told.size} cases, of ${cases.size}`)
    const anomalies = Map.groupBy(received(world, partyId, "AccessAnomalyDetected"), ({ data }) => data["anomalyId"])
    for (const events of anomalies.values()) {
      if (distinctIds(events) !== 1) found.push(`${partyId} heard of one anomaly under ${distinctIds(events)} ids`)
    }
  }
  if (received(world, "maplebooks", "BreachCaseOpened").length > 0) found.push("a retailer heard of another's case")
  return found
}

function ofType<Type extends BreachCaseItem["type"]>(
  rows: readonly BreachCaseItem[],
  type: Type,
): Extract<BreachCaseItem, { type: Type }>[] {
  return rows.filter((row): row is Extract<BreachCaseItem, { type: Type }> => row.type === type)
}
