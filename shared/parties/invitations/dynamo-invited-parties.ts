import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import {
  type Condition,
  dynamoTable,
  type Table,
  type TableOptions,
  type TransactionPart,
  transact,
} from "../../base/platform/dynamo-table.ts"
import { type ClaimKey, nameOfClaim } from "./claim-keys.ts"
import { dynamoInvitedLookups, partiesList } from "./dynamo-invited-lookups.ts"
import { type InvitedParty, invitedParty, type ReadInvitedParties } from "./invited-party.ts"
import { changedClaims, invitationKey } from "./party-claims.ts"
import { claimRow, type PartyChange, partyChange, type StoredInvitedParties } from "./stored-invited-parties.ts"

const key = z.object({ pk: ownString(), sk: ownString() })
type Key = z.infer<typeof key>
const partyRow = invitedParty.extend(key.shape)
const changeRow = partyChange.extend(key.shape)

const keyOf = (partyId: string): Key => ({ pk: partiesList, sk: partyId })
const historyOf = (partyId: string) => `history#${partyId}`
/** Versions as text, in their order. */
const sortable = (version: number) => String(version).padStart(10, "0")

const isNew: Condition = { expression: "attribute_not_exists(pk)" }
const follows = (before: InvitedParty | undefined): Condition =>
  before === undefined ? isNew : { expression: "version = :before", values: { ":before": before.version } }
const isOwn = (partyId: string): Condition => ({ expression: "partyId = :own", values: { ":own": partyId } })
const isFreeOrOwn = (partyId: string): Condition => ({
  ...isOwn(partyId),
  expression: "attribute_not_exists(pk) OR partyId = :own",
})

type Tables = {
  readonly parties: Table<z.infer<typeof partyRow>>
  readonly changes: Table<z.infer<typeof changeRow>>
  readonly claims: Table<z.infer<typeof claimRow>>
}

export function dynamoInvitedParties(options: TableOptions): StoredInvitedParties {
  const tables: Tables = {
    parties: dynamoTable({ ...options, schema: partyRow }),
    changes: dynamoTable({ ...options, schema: changeRow }),
    claims: dynamoTable({ ...options, schema: claimRow }),
  }
  return {
    ...dynamoInvitedLookups({ ...options, partySchema: invitedParty }),
    ...reads(tables),
    async change(step) {
      const written = await transact(options.client, partsOf(step, tables))
      return written === "written" ? "changed" : "refused"
    },
  }
}

function reads({ parties, changes, claims }: Tables): Omit<StoredInvitedParties, keyof ReadInvitedParties | "change"> {
  const current = async (partyId: string) => {
    const row = await parties.get(keyOf(partyId))
    return row === undefined ? undefined : withoutKey(row)
  }
  const holdersOf = (wanted: readonly ClaimKey[]) => claims.getAll(wanted.map(({ pk, sk }) => ({ pk, sk })))
  return {
    current,
    async invitedBy(tokenHash) {
      const claim = await claims.get(invitationKey(tokenHash))
      return claim === undefined ? undefined : current(claim.partyId)
    },
    holdersOf,
    async takenFrom(partyId, wanted) {
      const found = await holdersOf(wanted)
      const taken = new Set(found.filter((row) => row.partyId !== partyId).map(nameOfClaim))
      return wanted.filter((claim) => taken.has(nameOfClaim(claim)))
    },
    history: async (partyId, { before, limit }) => {
      const found: PartyChange[] = []
      const rows = changes.query({
        expression: before === undefined ? "pk = :list" : "pk = :list AND sk < :before",
        values: { ":list": historyOf(partyId), ...(before === undefined ? {} : { ":before": sortable(before) }) },
        descending: true,
        consistent: true,
        pageSize: limit,
      })
      for await (const row of withoutKeys(rows)) if (found.push(row) === limit) break
      return found
    },
  }
}

/** All that one change writes. With at most 40 accounts of a party these are fewer than the 100 that AWS takes. */
function partsOf(
  { before, after, change }: Parameters<StoredInvitedParties["change"]>[0],
  { parties, changes, claims }: Tables,
): readonly TransactionPart[] {
  const { partyId } = after
  const { put, release } = changedClaims(before, after)
  return [
    parties.putPart({ ...after, ...keyOf(partyId) }, follows(before)),
    changes.putPart({ ...change, pk: historyOf(partyId), sk: sortable(change.version) }, isNew),
    ...put.map((claim) => claims.putPart({ ...claim, partyId }, isFreeOrOwn(partyId))),
    ...release.map(({ pk, sk }) => claims.deletePart({ pk, sk }, isOwn(partyId))),
  ]
}

async function* withoutKeys<Row extends Key>(rows: AsyncIterable<Row>): AsyncGenerator<Omit<Row, keyof Key>> {
  for await (const row of rows) yield withoutKey(row)
}

function withoutKey<Row extends Key>({ pk: _, sk: __, ...row }: Row): Omit<Row, keyof Key> {
  return row
}
