import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { compactStatement, statementDay, statementNumber } from "../../base/contracts/statement-made.ts"
import { partyId } from "../../base/contracts/words.ts"

/** The statement of a party and day, as it was signed. It is written once. `toldAt`: when the party was told. */
export const statementRow = z.object({
  pk: ownString().min(1),
  sk: statementDay,
  type: z.literal("statement"),
  party: partyId,
  number: statementNumber,
  madeAt: instant,
  statement: compactStatement,
  toldAt: instant.optional(),
})
export type StatementRow = z.infer<typeof statementRow>

/** Where the statements of a party are, by day. */
export const statementsKey = (party: string): string => `STATEMENTS#${party}`

/** The statements of parties. Reads are consistent. */
export type Statements = {
  latest(party: string): Promise<StatementRow | undefined>
  get(party: string, day: string): Promise<StatementRow | undefined>
  /** Statements of a party, the latest first, of days before one. */
  ofParty(party: string, page: { limit: number; before?: string | undefined }): Promise<StatementRow[]>
  /** Stores a statement. @returns the one that is there, which is the first one */
  keep(row: StatementRow): Promise<StatementRow>
  /** Notes that the party was told of a statement that is there. */
  told(row: StatementRow, at: string): Promise<void>
}
