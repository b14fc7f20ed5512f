import Table from "cli-table3"
import { durationInWords } from "../../../shared/pages/operator/duration-in-words.ts"
import type { DrillRow } from "../../../shared/parties/drills/drill.ts"

/**
 * How a drill ended at one party. `notSent`: the hub has not sent the alert. `unreachable`: the party has no channel,
 * or none took it. `silent`: it was sent, and nobody acknowledged.
 */
export type PartyDrill = {
  readonly partyId: string
  readonly state: "acknowledged" | "silent" | "unreachable" | "notSent"
  readonly channels: readonly string[]
  readonly mailsRefused: number
  /** From when the alert was sent until it was acknowledged. */
  readonly secondsToAcknowledge?: number
}

/** What a drill showed of each party that it was for. */
export function judgeDrill(partyIds: readonly string[], rows: readonly DrillRow[]): readonly PartyDrill[] {
  const byParty = new Map(rows.map((row) => [row.partyId, row]))
  return partyIds.map((partyId) => {
    const row = byParty.get(partyId)
    const { at = row?.requestedAt ?? "", channels = [], mailsRefused = 0 } = row?.sent ?? {}
    const facts = { partyId, channels, mailsRefused }
    if (row?.acknowledgedAt !== undefined) {
      const seconds = Math.max(0, Math.round((Date.parse(row.acknowledgedAt) - Date.parse(at)) / 1000))
      return { ...facts, state: "acknowledged", secondsToAcknowledge: seconds }
    }
    if (row?.sent === undefined) return { ...facts, state: "notSent" }
    return { ...facts, state: channels.length === 0 ? "unreachable" : "silent" }
  })
}

/** Whether waiting longer could change anything. */
export function isOver(parties: readonly PartyDrill[]): boolean {
  return parties.every(({ state }) => state === "acknowledged" || state === "unreachable")
}

const stateInWords: Readonly<Record<PartyDrill["state"], string>> = {
  acknowledged: "acknowledged",
  silent: "NO ANSWER",
  unreachable: "UNREACHABLE: it has no channel that took the alert",
  notSent: "NOT SENT: look at the function run-drills and its dead letters",
}

/** So many parties have a line each. */
const mostLines = 50

/** The result as a table for people. Of more than 50 parties it shows those that did not acknowledge, the first 50. */
export function drillInWords(drillId: string, parties: readonly PartyDrill[]): string {
  const open = parties.filter(({ state }) => state !== "acknowledged")
  const shown = (parties.length <= mostLines ? parties : open).slice(0, mostLines)
  const more = parties.length <= mostLines ? 0 : open.length - shown.length
  const advice =
    open.length === 0
      ? ""
      : "\nCall each of the others: a party that does not answer a drill may not learn of a breach."
  return [
    ...(shown.length === 0 ? [] : [tableOf(shown)]),
    ...(more === 0 ? [] : [`${more} more did not acknowledge. --json lists all.`]),
    `Drill ${drillId}: ${parties.length - open.length} of ${parties.length} parties acknowledged.${advice}\n`,
  ].join("\n")
}

function tableOf(parties: readonly PartyDrill[]): string {
  const table = new Table({ head: ["party", "sent on", "result", "after"], style: { head: [], border: [] } })
  for (const { partyId, channels, mailsRefused, state, secondsToAcknowledge: seconds } of parties) {
    const refused = mailsRefused === 0 ? "" : ` (${mailsRefused} mails refused)`
    const after = seconds === undefined ? "-" : durationInWords(seconds)
    table.push([partyId, `${channels.join(", ") || "nothing"}${refused}`, stateInWords[state], after])
  }
  return table.toString()
}
