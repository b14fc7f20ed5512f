import Table from "cli-table3"
import type { DrillRow } from "../../../shared/parties/drills/drill.ts"
import { durationInWords } from "../deployed-stage/duration-in-words.ts"

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
  return partyIds.map((partyId) => {
    const row = rows.find((one) => one.partyId === partyId)
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

/** The result as a table for people. */
export function drillInWords(drillId: string, parties: readonly PartyDrill[]): string {
  const table = new Table({ head: ["party", "sent on", "result", "after"], style: { head: [], border: [] } })
  for (const { partyId, channels, mailsRefused, state, secondsToAcknowledge: seconds } of parties) {
    const refused = mailsRefused === 0 ? "" : ` (${mailsRefused} mails refused)`
    const after = seconds === undefined ? "-" : durationInWords(seconds)
    table.push([partyId, `${channels.join(", ") || "nothing"}${refused}`, stateInWords[state], after])
  }
  const answered = parties.filter(({ state }) => state === "acknowledged").length
  const advice =
    answered === parties.length
      ? ""
      : "\nCall each of the others: a party that does not answer a drill may not learn of a breach."
  return `${table.toString()}\nDrill ${drillId}: ${answered} of ${parties.length} parties acknowledged.${advice}\n`
}
