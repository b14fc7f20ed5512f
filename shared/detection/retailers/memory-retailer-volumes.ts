import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import { addVolume, noVolume } from "../charts/volume.ts"
import { type RetailerVolumeRow, type RetailerVolumes, volumeRowAt } from "./retailer-volumes.ts"

/** Sums of volumes in memory. */
export function memoryRetailerVolumes(
  options: { interrupt?: Interrupt } = {},
): RetailerVolumes & Observable<RetailerVolumeRow> {
  const table = memoryTable<RetailerVolumeRow>("retailerVolumes", options.interrupt)
  return {
    ...table.observable,
    add: (volumeKey, at, sums) =>
      table.effect("add", () => {
        const row = volumeRowAt(volumeKey, at)
        const place = `${row.retailerId}|${row.interval}`
        table.put(place, { ...row, ...addVolume(table.get(place) ?? noVolume, sums) })
      }),
    read: (retailerId, from, until) =>
      table.effect("read", () =>
        table
          .all()
          .filter((row) => row.retailerId === retailerId && row.interval >= from && row.interval <= until)
          .sort((one, other) => (one.interval < other.interval ? -1 : 1)),
      ),
  }
}
