import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { type Condition, dynamoTable, type TableOptions, transact } from "../../base/platform/dynamo-table.ts"
import { dynamoChangedSettings, settingsList } from "./dynamo-changed-settings.ts"
import {
  type ChangedSettings,
  changedSettings,
  type SettingsChange,
  type StoredSettings,
  settingsChange,
} from "./stored-settings.ts"

const key = z.object({ pk: ownString(), sk: ownString() })
type Key = z.infer<typeof key>

const historyOf = (partyId: string) => `history#${partyId}`
/** Versions as text, in their order. */
const sortable = (version: number) => String(version).padStart(10, "0")

const isNew: Condition = { expression: "attribute_not_exists(pk)" }
/** The stored settings are those that a change was made to. */
const follows = (version: number): Condition =>
  version === 1 ? isNew : { expression: "version = :before", values: { ":before": version - 1 } }

export function dynamoSettings(options: TableOptions): StoredSettings {
  const current = dynamoTable({ ...options, schema: changedSettings.extend(key.shape) })
  const changes = dynamoTable({ ...options, schema: settingsChange.extend(key.shape) })
  return {
    ...dynamoChangedSettings(options),
    all: () => collect(current.query({ expression: "pk = :list", values: { ":list": settingsList } })),
    async get(partyId) {
      const row = await current.get({ pk: settingsList, sk: partyId })
      return row === undefined ? undefined : withoutKey(row)
    },
    async change(to, change) {
      const written = await transact(options.client, [
        current.putPart({ ...to, pk: settingsList, sk: to.partyId }, follows(to.version)),
        changes.putPart({ ...change, pk: historyOf(change.partyId), sk: sortable(change.version) }, isNew),
      ])
      return written === "written" ? "changed" : "outdated"
    },
    history: (partyId, { before, limit }) =>
      collect(
        changes.query({
          expression: before === undefined ? "pk = :list" : "pk = :list AND sk < :before",
          values: { ":list": historyOf(partyId), ...(before === undefined ? {} : { ":before": sortable(before) }) },
          descending: true,
          consistent: true,
          pageSize: limit,
        }),
        limit,
      ),
  }
}

async function collect<Row extends ChangedSettings | SettingsChange>(
  rows: AsyncIterable<Row & Key>,
  limit = Number.POSITIVE_INFINITY,
): Promise<Omit<Row & Key, keyof Key>[]> {
  const found: Omit<Row & Key, keyof Key>[] = []
  for await (const row of rows) {
    found.push(withoutKey(row))
    if (found.length === limit) break
  }
  return found
}

function withoutKey<Row extends Key>({ pk: _, sk: __, ...row }: Row): Omit<Row, keyof Key> {
  return row
}
