import { derivedId } from "../../../base/contracts/envelope.ts"
import { accessId as accessIdSchema, shipmentId as shipmentIdSchema } from "../../../base/contracts/fields.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import type { Clock } from "../../../base/platform/clock.ts"
import { type Disclosure, type LedgerKey, nameOfItem } from "../ledger/disclosure.ts"
import type { Disclosures } from "../ledger/disclosures.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import { keptLongerSeconds, type LoggedRow, loggedKey } from "./log-rows.ts"
import { pairName } from "./pair-name.ts"

type Hashes = Pick<KeyedHash, "lastingHash">

/**
 * Logs entries of the ledger that are new or changed, for the retailer and for the carrier, on the UTC day on which
 * this runs. It logs them as the ledger has them now, so changes may come late, again and in any order. What was
 * erased since is not logged.
 *
 * @returns how many entries of the ledger were logged
 */
export function makeLogDisclosures(tools: {
  disclosures: Pick<Disclosures, "get">
  log: Pick<DisclosureLog, "log">
  hashes: Hashes
  clock: Clock
}): (changed: readonly LedgerKey[]) => Promise<number> {
  return async (changed) => {
    const keys = new Map(changed.map((key) => [nameOfItem(key), key]))
    const day = tools.clock().toISOString().slice(0, 10)
    const items = await tools.disclosures.get([...keys.values()])
    await tools.log.log(items.flatMap((item) => loggedRowsOf(tools.hashes, item, day)))
    return items.length
  }
}

/** What the logs of its parties have of an entry of the ledger. */
export function loggedRowsOf(hashes: Hashes, item: Disclosure, day: string): LoggedRow[] {
  const { retailerId, carrierId } = item
  // Before a retailer claims the parcel, the ledger names the carrier in its place.
  const parties = [...new Set([retailerId, carrierId])]
  return parties.map((party): LoggedRow => {
    const entry = entryOf(hashes, party, item)
    const [counterparty] = parties.filter((other) => other !== party)
    return {
      pk: loggedKey(party, day),
      sk: entry,
      type: "logged",
      party,
      recordId: item.recordId,
      revision: item.revision ?? 1,
      ...(counterparty === undefined ? {} : { counterparty }),
      disclosure: {
        ...seenBy(hashes, party, item),
        entry,
        day,
        salt: hashes.lastingHash("ledger-log", "salt", party, nameOfItem(item), day),
        ...(counterparty === undefined
          ? {}
          : {
              pair: pairName(hashes, { retailerId, carrierId }),
              sharedSalt: hashes.lastingHash("ledger-log", "shared-salt", nameOfItem(item), day),
            }),
      },
      expiresAt: item.expiresAt + keptLongerSeconds,
    }
  })
}

/** The name under which a party's log has an entry of the ledger. */
export function entryOf(hashes: Hashes, party: string, key: LedgerKey): string {
  return hashes.lastingHash("ledger-log", "entry", party, nameOfItem(key))
}

/** What a party may see of a disclosure, with its own ids and names that only this party gets. */
function seenBy(hashes: Hashes, party: string, item: Disclosure) {
  const { at, lastAt, fields, proof, provenForExposure, tool, subject, recordId, retailerId, reportedBy } = item
  const shipment = party === retailerId ? shipmentIdSchema.safeParse(item.shipmentId).data : undefined
  const access = party === reportedBy ? accessIdSchema.safeParse(item.accessId).data : undefined
  return {
    type: "wayseal-disclosure-1" as const,
    at,
    ...(lastAt === undefined ? {} : { lastAt }),
    fields,
    proof,
    proven: provenForExposure,
    tool,
    accessor: derivedId("accessor", party, subject),
    parcel: hashes.lastingHash("ledger-log", "parcel", party, recordId),
    ...(shipment === undefined ? {} : { shipmentId: shipment }),
    ...(access === undefined ? {} : { accessId: access }),
  }
}
