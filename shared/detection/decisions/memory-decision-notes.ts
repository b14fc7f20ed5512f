import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import type { DecisionNote, DecisionNotes } from "./decision-note.ts"

/** Notes of decisions in memory. */
export function memoryDecisionNotes(options: { interrupt?: Interrupt } = {}): DecisionNotes & Observable<DecisionNote> {
  const table = memoryTable<DecisionNote, "byPlace">("decisionNotes", options.interrupt, {
    byPlace: { partition: ({ carrierId }) => carrierId, place: ({ place }) => place },
  })
  return {
    ...table.observable,
    write: (notes) =>
      table.effect("write", () => {
        for (const note of notes) table.put(`${note.carrierId}|${note.place}`, note)
      }),
    async read(carrierId, { behind, until, limit }) {
      const found: DecisionNote[] = []
      const part = { partition: carrierId, from: behind, to: `${until}~` }
      for await (const note of table.query("read", "byPlace", part)) if (note.place > behind) found.push(note)
      return found.slice(0, limit)
    },
  }
}
