import type { Law } from "../law/law.ts"
import { lawSchema } from "../law/law.ts"
import { reviewedLaws, reviewsIn } from "../law/reviewed-laws.ts"
import type { BreachCases } from "./breach-cases.ts"
import { type PartyRow, rowsOfType } from "./case-rows.ts"
import { lawTextKey } from "./law-text-row.ts"

/** A side keeps a text of a law that is not stored: a fault of this program, because a text is stored before. */
export class LawTextMissing extends Error {
  override name = "LawTextMissing"
  constructor(lawId: string) {
    super(`The text of ${lawId} that a case keeps is not stored`)
  }
}

type LawReader = { readonly cases: Pick<BreachCases, "items">; readonly laws: readonly Law[] }

type KeepingRow = Pick<PartyRow, "lawTexts">

/**
 * The laws of each of these sides: the texts that it keeps, and otherwise those that are deployed. Texts are read only
 * where they are not the deployed ones. A text that another release wrote and this one cannot read is left out, as a
 * law that is not here: its duties keep their times, and the party is told.
 *
 * @throws LawTextMissing
 */
export async function lawsOfSides<Row extends KeepingRow>(
  { cases, laws }: LawReader,
  rows: readonly Row[],
): Promise<(row: Row) => readonly Law[]> {
  const deployed = new Set(laws.map(({ hash }) => hash))
  const hashes = new Set(rows.flatMap(({ lawTexts = {} }) => Object.values(lawTexts)))
  const older = [...hashes].filter((hash) => !deployed.has(hash))
  const stored = older.length === 0 ? [] : rowsOfType(await cases.items(older.map(lawTextKey)), "lawText")
  const read = stored.flatMap(({ text }) => lawSchema.safeParse(JSON.parse(text)).data ?? [])
  const texts = read.length === 0 ? [] : reviewedLaws(read, reviewsIn(laws))
  return ({ lawTexts = {} }) => {
    const kept = Object.entries(lawTexts).filter(([, hash]) => !deployed.has(hash))
    for (const [id, hash] of kept)
      if (!stored.some(({ pk }) => pk === lawTextKey(hash).pk)) throw new LawTextMissing(id)
    if (kept.length === 0) return laws
    const others = laws.filter(({ id }) => !kept.some(([keptId]) => keptId === id))
    return withTexts(
      others,
      texts.filter(({ id, hash }) => lawTexts[id] === hash),
    )
  }
}

/** The laws of one side. See {@link lawsOfSides}. */
export const lawsOf = async (reader: LawReader, row: KeepingRow): Promise<readonly Law[]> =>
  (await lawsOfSides(reader, [row]))(row)

/** These laws with some texts in place of the others of the same law, in the order of ids. */
export const withTexts = (laws: readonly Law[], texts: readonly Law[]): readonly Law[] =>
  [...laws.filter(({ id }) => !texts.some((text) => text.id === id)), ...texts].sort((one, other) =>
    one.id < other.id ? -1 : 1,
  )

/** The row with the texts of those laws that it looks at for the first time. */
export function keepingTexts(row: PartyRow, laws: readonly Law[], lookedAt: readonly string[]): PartyRow {
  const { lawTexts = {} } = row
  const more = laws.filter(({ id }) => lookedAt.includes(id) && lawTexts[id] === undefined)
  if (more.length === 0) return row
  return { ...row, lawTexts: { ...lawTexts, ...Object.fromEntries(more.map(({ id, hash }) => [id, hash])) } }
}
