import { type Pair, pair } from "../../base/platform/bilingual.ts"
import type { ContractFact } from "../../parties/counterparty-entry.ts"
import { contractOf } from "../duties/contract-duties.ts"
import type { Duty } from "../duties/duty.ts"
import type { ContentSource } from "../law/content-item.ts"
import type { SharedShipments } from "../visibility.ts"
import type { MissingFact } from "./document.ts"
import { measuresBetween } from "./measures-in-words.ts"
import { missingFact } from "./missing-facts.ts"
import { nameOfLaw, type Perspective } from "./perspective.ts"

/** What asks for a letter to another organisation: a rule of a law, or a contract. */
export type LetterOwed = {
  readonly law: { readonly id: string; readonly shortName: Pair }
  readonly rule: {
    readonly id: string
    readonly title: Pair
    readonly to: { readonly name: Pair }
    readonly citation: { readonly section: Pair }
  }
  readonly duty: Duty
  /** What a contract asks to send. */
  readonly send?: readonly ContractFact[] | undefined
}

/** The letter that a duty by contract asks for. Without its contract, which the party took back, nothing is asked. */
export function letterByContract(view: Perspective, duty: Duty): LetterOwed {
  const clause = duty.clock.citation ?? ""
  return {
    law: { id: duty.law, shortName: nameOfLaw(view, duty.law) },
    rule: {
      id: duty.rule,
      title: pair("Notice of a breach under our contract", "Avis d’atteinte en vertu de notre contrat"),
      to: { name: pair("The other party to the contract", "L’autre partie au contrat") },
      citation: { section: pair(clause, clause) },
    },
    duty,
    send: contractOf(view.viewer.contracts, duty)?.send,
  }
}

/** Those facts that can be unknown, with the item that documents call them by. */
const mayBeMissing: Partial<Readonly<Record<ContractFact, { source: ContentSource; label: Pair }>>> = {
  cause: { source: "cause", label: pair("Cause of the breach", "Cause de l’atteinte") },
  period: { source: "period", label: pair("Period of the breach", "Période de l’atteinte") },
  shipments: { source: "information", label: pair("Number of deliveries", "Nombre de livraisons") },
  fields: { source: "information", label: pair("What was shown", "Ce qui a été affiché") },
  measures: { source: "measures", label: pair("What was done", "Ce qui a été fait") },
}

/** What a contract asks to send and nobody knows yet. @param shared what is known of what the two share */
export function missingByContract(
  view: Perspective,
  { duty, send = [] }: LetterOwed,
  shared: SharedShipments | undefined,
): readonly MissingFact[] {
  const isKnown: Readonly<Record<ContractFact, boolean>> = {
    circumstances: true,
    // Every letter asks for it.
    contact: true,
    cause: view.facts.causes.length > 0,
    period: shared?.seen?.firstExposureAt != null,
    shipments: shared !== undefined,
    fields: (shared?.seen?.exposuresByField.length ?? 0) > 0,
    measures: measuresBetween(view, duty.towards).length > 0,
  }
  return send.flatMap((id) => {
    const item = mayBeMissing[id]
    return isKnown[id] || item === undefined ? [] : [missingFact({ id, ...item }, view.language)]
  })
}
