import * as z from "zod"

const alert = z.looseObject({
  counts: z.looseObject({ shipments: z.number() }),
  fieldsExposed: z.array(z.string()),
  duties: z.array(z.looseObject({ law: z.string() })),
})

/**
 * What the alert of a case says to a party: what was shown, and what the law asks.
 *
 * @param data of its event as it came. Undefined is returned if that is no alert
 */
export function alertInWords(partyId: string, data: unknown): string | undefined {
  const read = alert.safeParse(data)
  if (!read.success) return undefined
  const { counts, fieldsExposed, duties } = read.data
  const laws = [...new Set(duties.map(({ law }) => law))].join(", ")
  const owed = duties.length === 0 ? "no duty yet" : `duties under ${laws}: ${duties.length}`
  return `${partyId}: ${counts.shipments} shipments shown (${fieldsExposed.join(", ")}), ${owed}.`
}
