import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import { type AnnouncedWalker, type AnnouncedWalkers, announce, walkerKeyOf } from "./announced-walker.ts"

/** What parties received about walkers, in memory. */
export function memoryAnnouncedWalkers(
  options: { interrupt?: Interrupt } = {},
): AnnouncedWalkers & Observable<AnnouncedWalker> {
  const table = memoryTable<AnnouncedWalker>("announcedWalkers", options.interrupt)
  return {
    ...table.observable,
    announce: (found) =>
      table.effect("announce", () => {
        const key = walkerKeyOf(found)
        const { row, announcement } = announce(table.get(key), found)
        if (row !== undefined) table.put(key, row)
        return announcement
      }),
  }
}
