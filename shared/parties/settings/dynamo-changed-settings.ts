import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { dynamoTable, RowUnreadable, type TableOptions } from "../../base/platform/dynamo-table.ts"
import type { StoredSettings } from "./stored-settings.ts"

const unread = z.looseObject({ pk: ownString(), sk: ownString() })

/** All parties' settings are in one partition, so that one query lists who changed something. */
export const settingsList = "settings"

/** What parties changed. The schema of settings is large, and is loaded once a party has changed something. */
export function dynamoChangedSettings(options: TableOptions): Pick<StoredSettings, "of"> {
  const rows = dynamoTable({ ...options, schema: unread })
  return {
    async of(partyIds) {
      if (partyIds.length === 0) return []
      const found = await rows.getAll(partyIds.map((sk) => ({ pk: settingsList, sk })))
      if (found.length === 0) return []
      const { changedSettings } = await import("./stored-settings.ts")
      return found.map((row) => {
        const { data, error } = changedSettings.safeParse(row)
        if (error !== undefined) throw new RowUnreadable(options.tableName, error)
        return data
      })
    },
  }
}
