import { type Affected, groupBy, type Matched } from "./join-orders.ts"
import { looseOrderKey, orderKey } from "./order-key.ts"
import type { FileTable } from "./read-file.ts"

/** What a mailer's word says of a notice. `unclear` counts for nothing. */
export const outcomes = ["delivered", "bounced", "unclear"] as const

export type Outcome = (typeof outcomes)[number]

/** Which columns of a mailer's file say whom, and what became of the notice. */
export type ResultColumns = {
  readonly email?: number | undefined
  readonly order?: number | undefined
  /** Without one, the file is a list of people with one outcome. */
  readonly status?: number | undefined
}

/** Words of Mailchimp, Brevo, Mailjet, SendGrid, Amazon SES and MailUp, and such words in French. */
const statusWords: Readonly<Record<Outcome, readonly string[]>> = {
  delivered: [
    ...["delivered", "delivery", "sent", "accepted", "success", "ok", "open", "opened", "opens", "first opening"],
    ...["click", "clicked", "clicks", "read", "snt", "opn", "clk", "yes", "true", "1"],
    ...[
      "livré",
      "livrée",
      "remis",
      "remise",
      "distribué",
      "distribuée",
      "envoyé",
      "envoyée",
      "ouvert",
      "cliqué",
      "oui",
    ],
  ],
  bounced: [
    ...["bounce", "bounced", "bounces", "hard bounce", "soft bounce", "hard", "soft", "hardbounced", "softbounced"],
    ...["blocked", "dropped", "drop", "failed", "failure", "rejected", "reject", "invalid", "invalid email", "error"],
    ...["undelivered", "undeliverable", "not delivered", "nco", "suppressed", "returned", "no", "false", "0"],
    ...["rebond", "rebond dur", "rebond mou", "non livré", "non livrée", "non remis", "échec", "rejeté", "bloqué"],
    ...["retourné", "retournée", "non distribué", "erreur", "non"],
  ],
  unclear: ["deferred", "pending", "queued", "processing", "scheduled", "spam", "complaint", "unsubscribed", "différé"],
}

const plainWord = (word: string): string =>
  word
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")

const outcomeByWord = new Map(
  outcomes.flatMap((outcome) => statusWords[outcome].map((word) => [word, outcome] as const)),
)

/** What a mailer's word means, as far as it is known. The officer can say otherwise. */
export const outcomeOfWord = (word: string): Outcome => outcomeByWord.get(plainWord(word)) ?? "unclear"

const columnNames = {
  email: ["email", "e-mail", "email address", "e-mail address", "recipient", "to", "courriel", "destinataire"],
  order: [
    ...["delivery", "livraison", "order", "order number", "order name", "commande", "numéro de commande", "name"],
    ...["tracking number", "numéro de suivi"],
  ],
  status: ["status", "event", "statut", "state", "result", "delivery status", "email status", "statustype", "état"],
} as const

/** The columns that a mailer's file seems to have; the officer can change them. */
export function guessedResultColumns({ columns, rows }: FileTable): ResultColumns {
  const plain = columns.map(plainWord)
  const named = (names: readonly string[]) => {
    const place = names.map((name) => plain.indexOf(plainWord(name))).find((known) => known >= 0)
    return place === undefined || place < 0 ? undefined : place
  }
  const withAddresses = columns.findIndex((_, place) => rows.slice(0, 20).every((row) => row[place]?.includes("@")))
  const email = named(columnNames.email) ?? (withAddresses < 0 ? undefined : withAddresses)
  return { email, order: named(columnNames.order), status: named(columnNames.status) }
}

/** The different words in the column of the status, with how often each stands there, the commonest first. */
export function wordsInResult({ rows }: FileTable, { status }: ResultColumns): { word: string; lines: number }[] {
  if (status === undefined) return []
  const words = groupBy(rows, (row) => plainWord(row[status] ?? ""))
  return [...words]
    .map(([word, { length }]) => ({ word, lines: length }))
    .sort((a, b) => b.lines - a.lines || (a.word < b.word ? -1 : 1))
}

/** What a mailer's file says of the affected shipments. */
export type MailerResult = {
  /** Shipments whose recipients received the notice, in order of their ids. */
  readonly delivered: readonly Affected[]
  /** Shipments whose recipients did not. */
  readonly bounced: readonly Affected[]
  readonly unclear: readonly Affected[]
  /** Affected shipments that nothing in the file is about. */
  readonly missing: readonly Affected[]
  /** Lines that fit no affected order. */
  readonly strangers: number
}

/**
 * Reads a mailer's file. Who bounced once was not reached, whatever other lines say. An address stands for all orders
 * of the person.
 *
 * @param matched whose address the affected orders have, from the shop's file or the mail-merge file; may be empty if
 *   the mailer's file names orders
 * @param outcomeOf what a word means, or the outcome of everybody where the file has no status
 */
export function readResult(
  file: FileTable,
  of: { readonly columns: ResultColumns; readonly outcomeOf: (word: string) => Outcome },
  known: { readonly affected: readonly Affected[]; readonly matched: readonly Matched[] },
): MailerResult {
  const { columns, outcomeOf } = of
  const find = finderOf(known)
  const found = new Map<Affected, Outcome>()
  let strangers = 0
  for (const row of file.rows) {
    const told = find({ email: cell(row, columns.email), order: cell(row, columns.order) })
    if (told.length === 0) strangers += 1
    const outcome = outcomeOf(plainWord(cell(row, columns.status)))
    for (const affected of told) found.set(affected, graver(found.get(affected), outcome))
  }
  const having = (outcome: Outcome | undefined) => known.affected.filter((one) => found.get(one) === outcome)
  return {
    delivered: having("delivered"),
    bounced: having("bounced"),
    unclear: having("unclear"),
    missing: having(undefined),
    strangers,
  }
}

const gravity = ["unclear", "delivered", "bounced"] as const

const graver = (before: Outcome | undefined, now: Outcome): Outcome =>
  before === undefined || gravity.indexOf(now) > gravity.indexOf(before) ? now : before

const cell = (row: readonly string[], place: number | undefined): string =>
  (place === undefined ? "" : (row[place] ?? "")).trim()

function finderOf({ affected, matched }: { affected: readonly Affected[]; matched: readonly Matched[] }) {
  const byOrder = groupBy(affected, ({ reference }) => orderKey(reference))
  const byLoose = groupBy(affected, ({ reference }) => looseOrderKey(reference))
  const byEmail = groupBy(matched, ({ contact }) => contact.email.toLowerCase())
  return ({ email, order }: { email: string; order: string }): readonly Affected[] => {
    const named = byOrder.get(orderKey(order)) ?? byLoose.get(looseOrderKey(order))
    if (named !== undefined) return named
    return byEmail.get(email.toLowerCase())?.map((one) => one.affected) ?? []
  }
}
