import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { dynamoTable, type TableOptions } from "../../base/platform/dynamo-table.ts"
import { keyOfClaim } from "./claim-keys.ts"
import type { InvitedParty, invitedParty, ReadInvitedParties } from "./invited-party.ts"
import { claimRow } from "./stored-invited-parties.ts"

const key = z.object({ pk: ownString(), sk: ownString() })

/** All parties are in one partition, so that they can be listed. */
export const partiesList = "parties"

/**
 * Invited parties in DynamoDB, as lookups of parties need them. It reads eventually consistently.
 * @param options.partySchema given, because most functions load it only when they are asked for an invited party
 */
export function dynamoInvitedLookups(
  options: TableOptions & {
    partySchema: typeof invitedParty
  },
): ReadInvitedParties {
  const parties = dynamoTable({ ...options, schema: options.partySchema.extend(key.shape) })
  const claims = dynamoTable({ ...options, schema: claimRow })
  return {
    async get(partyId) {
      const row = await parties.get({ pk: partiesList, sk: partyId }, { consistent: false })
      return row === undefined ? undefined : withoutKey(row)
    },
    async idOf(claim) {
      const { pk, sk } = keyOfClaim(claim)
      const row = await claims.get({ pk, sk }, { consistent: false })
      return row?.inForce === true ? row.partyId : undefined
    },
    async *each() {
      for await (const row of parties.query({ expression: "pk = :list", values: { ":list": partiesList } }))
        yield withoutKey(row)
    },
  }
}

function withoutKey({ pk: _, sk: __, ...row }: InvitedParty & z.infer<typeof key>): InvitedParty {
  return row
}
