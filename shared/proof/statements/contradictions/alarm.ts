/**
 * Why a party has to ask the hub.
 * - `silent`: 36 hours after the end of the last stated day there is no statement of the next one.
 * - `missing`: a statement between two others does not exist, and the hub does not give it.
 * - `notSigned`: a statement or a head is not signed by a key that the party trusts.
 * - `fork`: the hub said two different things of one day, one timeline or one event.
 * - `broken`: statements are no chain.
 * - `otherParty`: a statement of another party is among them.
 * - `wrongTime`: a statement is of a day that is not over.
 * - `listWrong`: a list of a statement is not in order, has something twice, or is cut too early.
 * - `findingLeftOut`: no statement has a finding of which the party has the event.
 * - `findingMoved`: the statement of another day has it.
 * - `findingNotReceived`: a statement has a finding of which no event came.
 * - `findingUnfounded`: a finding names lookups that the carrier did not report.
 * - `cameLate`: an event of a finding or a case came hours after the time that it names. It may be backdated.
 * - `caseLeftOut`: a statement lacks a case that was open.
 * - `caseNotReceived`: a statement has a new case of which no event came.
 * - `caseNotShared`: a statement says of a case in a carrier's tool that the party shares it with nobody there.
 * - `timelineCut`: a timeline lost entries.
 * - `timelineRewritten`: a head that the party holds is not in its timeline, or the timeline is no chain.
 * - `entryBackdated`: an entry came later than it says.
 * - `unwatchedLeftOut`: a statement lacks hours of which the party was told that nobody watched them.
 * - `ledgerDiffers`: the leaves of a day do not fit its statement.
 * - `disclosureLeftOut`: the ledger lacks a lookup that the party knows of.
 * - `disclosureRewritten`: the ledger has it with another time, or with less shown.
 * - `answerNotInLedger`: the hub's proof for an answer does not fit the statement of its day.
 */
export const alarmKinds = [
  "silent",
  "missing",
  "notSigned",
  "fork",
  "broken",
  "otherParty",
  "wrongTime",
  "listWrong",
  "findingLeftOut",
  "findingMoved",
  "findingNotReceived",
  "findingUnfounded",
  "cameLate",
  "caseLeftOut",
  "caseNotReceived",
  "caseNotShared",
  "timelineCut",
  "timelineRewritten",
  "entryBackdated",
  "unwatchedLeftOut",
  "ledgerDiffers",
  "disclosureLeftOut",
  "disclosureRewritten",
  "answerNotInLedger",
] as const
export type AlarmKind = (typeof alarmKinds)[number]

/** What a party has to ask the hub. It repeats nothing personal: ids that the party or the hub made. */
export type Alarm = {
  readonly kind: AlarmKind
  /** The UTC day of the statement that shows it. */
  readonly day: string
  /** What it is about: the id of a finding, a case, an event or a lookup. */
  readonly about: string
  /** One sentence for people. */
  readonly words: string
}
