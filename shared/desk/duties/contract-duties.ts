import { byContract, isByContract } from "../../base/contracts/by-contract.ts"
import { type CountedNoun, counted, type Pair, pair } from "../../base/platform/bilingual.ts"
import type { Contract } from "../../parties/counterparty-entry.ts"
import type { PartyFacts } from "../facts.ts"
import { addHours } from "./due-time.ts"
import { type Duty, dutySchema } from "./duty.ts"

/**
 * What a party owes by its contracts: one duty to each other party of a contract that it deals with in the case. No
 * legal test decides about it, so it is owed unless there was no breach.
 */
export const dutiesByContract = ({ party, awareAt, contracts, counterparties }: PartyFacts): readonly Duty[] =>
  contracts
    .filter((contract) => counterparties.includes(contract.with))
    .map((contract) =>
      dutySchema.parse({
        party,
        law: byContract,
        kind: "tellOtherOrganisation",
        rule: "tell-by-contract",
        addressee: "organisation",
        towards: contract.with,
        state: "open",
        clock: {
          from: "awareness",
          startedAt: awareAt,
          dueAt: addHours(awareAt, contract.tellWithinHours),
          dueIs: "legalDeadline",
          basis: termInWords(contract).en,
          citation: contract.clause,
        },
        presumption: "owed",
        excuses: ["notABreach"],
      }),
    )

const hourNoun: CountedNoun = { en: ["hour", "hours"], fr: ["heure", "heures"] }

const termInWords = ({ clause, tellWithinHours: hours }: Contract): Pair =>
  pair(
    `Contract, ${clause}: within ${counted(hours, hourNoun, "en")} of becoming aware.`,
    `Contrat, ${clause} : au plus tard ${counted(hours, hourNoun, "fr")} après la prise de connaissance.`,
  )

/** The contract under which a party owes a duty. `undefined`: it owes it under a law, or the contract is not there. */
export const contractOf = (
  contracts: readonly Contract[] | undefined,
  duty: Pick<Duty, "law" | "towards">,
): Contract | undefined => (isByContract(duty) ? contracts?.find((one) => one.with === duty.towards) : undefined)

/**
 * Whether a duty by contract would be due later than before. Its term is a setting of the party that owes it, which
 * must not put it off.
 */
export const isPutOff = (duty: Pick<Duty, "law" | "clock">, { dueAt }: Duty["clock"]): boolean =>
  isByContract(duty) && duty.clock.dueAt !== null && dueAt !== null && Date.parse(dueAt) > Date.parse(duty.clock.dueAt)

/**
 * Why a stored duty is due when it is, in both languages.
 *
 * @returns undefined if the contract says another term today
 */
export function explainContract(contract: Contract, { basis }: Duty["clock"]): Pair | undefined {
  const words = termInWords(contract)
  return words.en === basis ? words : undefined
}
