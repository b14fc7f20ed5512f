import { dynamoTable, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import { retryLostRace } from "../../../base/platform/retry-lost-race.ts"
import {
  type AnnouncedWalkers,
  type Announcement,
  announce,
  announcedWalkerRow,
  WalkerContended,
  walkerKeyOf,
} from "./announced-walker.ts"

/** What parties received about walkers, in DynamoDB. */
export function dynamoAnnouncedWalkers(options: TableOptions): AnnouncedWalkers {
  const table = dynamoTable({ ...options, schema: announcedWalkerRow })
  return {
    async announce(found) {
      const walkerKey = walkerKeyOf(found)
      let current = await table.get({ walkerKey })
      return retryLostRace<Announcement | undefined>(
        async () => {
          const { row, announcement } = announce(current, found)
          if (row === undefined) return { result: announcement }
          const condition =
            current === undefined
              ? { expression: "attribute_not_exists(walkerKey)" }
              : {
                  expression: "#version = :version",
                  names: { "#version": "version" },
                  values: { ":version": current.version },
                }
          const write = await table.put(row, condition)
          if (write.written) return { result: announcement }
          current = write.current
          return undefined
        },
        () => new WalkerContended(),
      )
    },
  }
}
