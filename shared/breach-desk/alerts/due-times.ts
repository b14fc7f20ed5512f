import type { DueTime } from "../../parties/channels/letter.ts"
import { capital } from "../../platform/bilingual.ts"
import type { CaseSide } from "../cases/outbox-message.ts"
import { dutyInWords, isToDo } from "./duty-sentences.ts"
import { type MailReader, pageOf } from "./mail-reader.ts"

type Owed = Pick<CaseSide, "caseAlias" | "caseUrl"> & { readonly duties: readonly CaseSide["duties"][number][] }

/**
 * The duties of a letter's reader that have a time, for a calendar. It names no party: people share calendars.
 *
 * @param now instant of the letter, to tell what is late
 */
export function dueTimesOf(reader: MailReader, { caseAlias, caseUrl, duties }: Owed, now: string): readonly DueTime[] {
  const { host } = new URL(reader.links.apiUrl)
  const url = pageOf(reader, caseUrl)
  return duties.flatMap((duty) => {
    const { dutyId, dueAt, kind } = duty
    if (dutyId === undefined || dueAt === undefined) return []
    const { towards: _, ...unnamed } = duty
    const entry = {
      uid: `${dutyId}@${host}`,
      at: dueAt,
      summary: `${capital(reader.words.briefTasks[kind])} (${caseAlias})`,
      details: dutyInWords(reader, unnamed, now),
      isOver: !isToDo(duty),
    }
    return [url === undefined ? entry : { ...entry, url }]
  })
}
