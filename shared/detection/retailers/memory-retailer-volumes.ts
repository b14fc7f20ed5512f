import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import { addVolume, noVolume } from "../charts/volume.ts"
import { type RetailerVolumeRow, type RetailerVolumes, volumeRowAt } from "./retailer-volumes.ts"

/** Sums of volumes in memory. */
export function memoryRetailerVolumes(
  options: { interrupt?: Interrupt } = {},
): RetailerVolumes & Observable<RetailerVolumeRow> {
  const table = memoryTable<RetailerVolumeRow, "byKey">("retailerVolumes", options.interrupt, {
    byKey: { partition: ({ retailerId }) => retailerId, place: ({ interval }) => interval },
  })
  return {
    ...table.observable,
    add: (volumeKey, at, sums) =>
      table.effect("add", () => {
        const row = volumeRowAt(volumeKey, at)
        const place = `${row.retailerId}|${row.interval}`
        table.put(place, { ...row, ...addVolume(table.get(place) ?? noVolume, sums) })
      }),
    async read(retailerId, from, until) {
      const found: RetailerVolumeRow[] = []
      for await (const row of table.query("read", "byKey", { partition: retailerId, from, to: until })) found.push(row)
      return found
    },
  }
}
