import { listedInStatement, type SharedRow } from "../../base/contracts/statement.ts"
import { toolOf } from "../../base/contracts/tool-name.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import { rootOf } from "../../base/platform/merkle-tree.ts"
import type { Party } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { SentFindings } from "../../watch/alerts/sent-findings.ts"
import type { ClosedDay } from "../../watch/lookups/log/log-rows.ts"
import { caseNameOfPair, type PairOfParties, pairName } from "../../watch/lookups/log/pair-name.ts"
import type { CaseOfDay } from "./cases-of-day.ts"

type SharingTools = {
  findings: Pick<SentFindings, "ofDay">
  parties: Pick<PartyDirectory, "byIds">
  hashes: Pick<KeyedHash, "lastingHash">
}

type OfDay = {
  readonly party: Party
  readonly closed: ClosedDay
  readonly cases: readonly CaseOfDay[]
  readonly anomalyIds: readonly string[]
}

const emptyRoot = rootOf([]).toString("base64url")

/**
 * What a party shares with each counterparty of a day: lookups, open cases, and findings that both were sent. A
 * discreet retailer is never named, not even to its carrier: the pair is all that both need to compare.
 */
export async function sharedOf(tools: SharingTools, of: OfDay): Promise<SharedRow[]> {
  const { party, closed, cases } = of
  const lookups = new Map(closed.shared.map((row) => [row.counterparty, row]))
  const ids = [...new Set([...lookups.keys(), ...cases.flatMap(({ counterparties }) => counterparties)])]
  const known = await tools.parties.byIds(ids)
  const rows = ids.flatMap((counterparty) => {
    const other = known.get(counterparty)
    const ofLookups = lookups.get(counterparty)
    // A carrier that takes no part has no statement to compare with.
    if (other === undefined && ofLookups === undefined) return []
    const isNamed = other !== undefined && !(other.kind === "retailer" && other.discreet)
    const pair = pairOf(party, counterparty)
    const { disclosures, root } = ofLookups ?? { disclosures: 0, root: emptyRoot }
    const named = isNamed ? { alias: other.alias } : {}
    const row = { pair: pairName(tools.hashes, pair), tool: toolOf(pair.carrierId), ...named, disclosures, root }
    return [{ counterparty, of: pair, row }]
  })
  const listed = rows
    .toSorted((one, other) => other.row.disclosures - one.row.disclosures)
    .slice(0, listedInStatement)
    .sort((one, other) => (one.row.pair < other.row.pair ? -1 : 1))
  return withNames(tools, of, listed)
}

const pairOf = (party: Party, counterparty: string): PairOfParties =>
  party.kind === "retailer"
    ? { retailerId: party.id, carrierId: counterparty }
    : { retailerId: counterparty, carrierId: party.id }

type Row = { readonly counterparty: string; readonly of: PairOfParties; readonly row: SharedRow }

/** Rows with the cases and findings of each, as far as they fit: a row has those of its own whole, or none. */
async function withNames(
  { findings, hashes }: SharingTools,
  { closed: { day }, cases, anomalyIds }: OfDay,
  rows: readonly Row[],
): Promise<SharedRow[]> {
  const own = new Set(anomalyIds)
  const done: SharedRow[] = []
  let names = 0
  for (const { counterparty, of, row } of rows) {
    const common = cases.filter(({ counterparties }) => counterparties.includes(counterparty))
    const sent: string[] = []
    if (own.size > 0) for await (const id of findings.ofDay(counterparty, day)) if (own.has(id)) sent.push(id)
    const fits = names + common.length + sent.length <= listedInStatement
    if (fits) names += common.length + sent.length
    const named = common.map(({ caseAlias, caseId }) => ({ caseAlias, name: caseNameOfPair(hashes, of, caseId) }))
    done.push(fits ? { ...row, cases: named, findings: sent.sort() } : row)
  }
  return done
}
