import { lawIdsByFile } from "../../shared/desk/law/load-law-ids.ts"
import { counterpartyProblems } from "../../shared/parties/counterparty-rules.ts"
import { hasQueue } from "../../shared/parties/has-channel.ts"
import { didYouMean } from "../../shared/parties/issue-sentences.ts"
import { counterpartiesOf } from "../../shared/parties/named-counterparty.ts"
import type { Party } from "../../shared/parties/party.ts"
import { contractProblems, entryProblems, pairProblems } from "../../shared/parties/party-rules.ts"
import { thresholdProblems } from "../../shared/parties/threshold-range.ts"
import { usualThresholds } from "../../shared/watch/detection/class-policy.ts"

/** One thing that is wrong with a party. The sentence names the field, the rule and the mend. */
export type PartyProblem = { readonly partyId: string; readonly sentence: string }

type Rule = (party: Party, all: readonly Party[]) => readonly string[]

/** What the form of the parties file cannot express, but a deployment needs. The file itself has been validated. */
export function partyProblems(all: readonly Party[]): readonly PartyProblem[] {
  return all.flatMap((party) =>
    rules.flatMap((rule) => rule(party, all).map((sentence) => ({ partyId: party.id, sentence }))),
  )
}

/** Two parties of one account can publish for each other: only the source of an event tells them apart. */
const accountIsItsOwn: Rule = ({ id, account, sharesAccount }, all) => {
  if (account === undefined || sharesAccount === true) return []
  const other = all.find((each) => each.id !== id && each.account === account)
  return other === undefined
    ? []
    : [`account is also the account of ${other.id}. If they belong together, set sharesAccount to true on both`]
}

const queueHasReader: Rule = (party) =>
  hasQueue(party) && party.account === undefined && party.channels.queueReader === undefined
    ? [
        "channels.queue is true, but nobody could read the queue. Give the party an account, name a principal of the hub's account in channels.queueReader, or leave the queue out",
      ]
    : []

const queueReaderIsNeeded: Rule = (party) => {
  if (party.channels.queueReader === undefined) return []
  if (!hasQueue(party)) return ["channels.queueReader is set, but channels.queue is false. Leave one of them out"]
  return party.account === undefined
    ? []
    : ["channels.queueReader is set, but the party's own account reads its queue. Leave one of them out"]
}

/** What every party has to obey, also one that was invited. */
const entryIsSound: Rule = (party, all) =>
  entryProblems(party, {
    others: all.filter(({ id }) => id !== party.id),
    namesOthers: true,
    quotes: true,
    knownLaws: lawIdsByFile(),
  })

/** A role or a contract names a party of the other kind. */
const pairsAreSound: Rule = (party, all) =>
  pairProblems(party, {
    kindOf: (id) => [...all, ...namedBy(party)].find((other) => other.id === id)?.kind,
    unknown: (id) => {
      const ids = all.map((other) => other.id)
      return `names no party of this file, "${id}"${didYouMean(id, ids)}`
    },
  })

/** Nobody else knows of them. */
const namedBy = (party: Party): readonly Party[] => (party.kind === "retailer" ? counterpartiesOf(party) : [])

const counterpartiesAreSound: Rule = (party) =>
  party.kind === "retailer" ? counterpartyProblems(party, { quotes: true, knownLaws: lawIdsByFile() }) : []

const thresholdsAreInRange: Rule = (party) =>
  party.kind === "retailer"
    ? thresholdProblems(party.detection.thresholds, usualThresholds, "detection.thresholds")
    : []

const rules: readonly Rule[] = [
  entryIsSound,
  accountIsItsOwn,
  queueHasReader,
  queueReaderIsNeeded,
  pairsAreSound,
  contractProblems,
  counterpartiesAreSound,
  thresholdsAreInRange,
]
