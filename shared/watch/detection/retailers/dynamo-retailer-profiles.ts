import { dynamoTable, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import { dynamoSequenceHeads } from "./dynamo-sequence-heads.ts"
import { type RetailerProfiles, retailerProfileRow } from "./retailer-profiles.ts"

export function dynamoRetailerProfiles(options: TableOptions): RetailerProfiles {
  const table = dynamoTable({ ...options, schema: retailerProfileRow })
  return {
    ...dynamoSequenceHeads(options),
    get: (retailerId) => table.get({ retailerId }),
    async learn(retailerId, learned, readVersion) {
      const { written } = await table.update(
        { retailerId },
        {
          expression: "SET learned = :learned, #version = :next",
          condition: readVersion === 0 ? "attribute_not_exists(#version)" : "#version = :read",
          names: { "#version": "version" },
          values: {
            ":learned": learned,
            ":next": readVersion + 1,
            ...(readVersion === 0 ? {} : { ":read": readVersion }),
          },
        },
      )
      return written ? "learned" : "conflict"
    },
    async advanceVolume(retailerId, watched, readUntil) {
      const { written } = await table.update(
        { retailerId },
        {
          expression: "SET #volume = :watched",
          condition: readUntil === undefined ? "attribute_not_exists(#volume)" : "#volume.#until = :read",
          names: { "#volume": "volume", ...(readUntil === undefined ? {} : { "#until": "until" }) },
          values: { ":watched": watched, ...(readUntil === undefined ? {} : { ":read": readUntil }) },
        },
      )
      return written ? "advanced" : "conflict"
    },
  }
}
