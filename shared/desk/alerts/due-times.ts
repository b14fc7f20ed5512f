import { isByContract } from "../../base/contracts/by-contract.ts"
import { capital } from "../../base/platform/bilingual.ts"
import type { DueTime } from "../../parties/channels/letter.ts"
import type { CaseSide } from "../cases/outbox-message.ts"
import { dutyInWords, isToDo } from "./duty-sentences.ts"
import { type MailReader, pageOf } from "./mail-reader.ts"
import { fill } from "./mail-words.ts"

type DutyLine = CaseSide["duties"][number]

type Owed = Pick<CaseSide, "caseAlias" | "caseUrl"> & { readonly duties: readonly DutyLine[] }

/**
 * The duties of a letter's reader that have a time, for a calendar. One with a legal deadline and an earlier target has
 * an entry for each. It names no party: people share calendars.
 *
 * @param now instant of the letter, to tell what is late
 */
export function dueTimesOf(reader: MailReader, { caseAlias, caseUrl, duties }: Owed, now: string): readonly DueTime[] {
  const { host } = new URL(reader.links.apiUrl)
  const url = pageOf(reader, caseUrl)
  return duties.flatMap((duty) => {
    const { dutyId, kind } = duty
    if (dutyId === undefined) return []
    const { towards: _, ...unnamed } = duty
    const what = reader.words.briefTasks[kind]
    return entriesOf(reader, duty).map(({ suffix, at, title }) => ({
      uid: `${dutyId}${suffix}@${host}`,
      at,
      summary: capital(fill(title, { what, case: caseAlias })),
      details: dutyInWords(reader, unnamed, now),
      isOver: !isToDo(duty),
      ...(url === undefined ? {} : { url }),
    }))
  })
}

/** The times of a duty: its due time, and the target before a legal deadline. */
function entriesOf({ words: { calendar } }: MailReader, { law, dueAt, dueIs, targetAt }: DutyLine) {
  if (dueAt === undefined) return []
  if (isByContract({ law })) return [{ suffix: "", at: dueAt, title: calendar.contractTerm }]
  const due = { suffix: "", at: dueAt, title: dueIs === undefined ? calendar.due : calendar[dueIs] }
  if (dueIs !== "legalDeadline" || targetAt === undefined) return [due]
  return [{ suffix: "-target", at: targetAt, title: calendar.target }, due]
}
