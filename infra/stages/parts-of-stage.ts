import { allParts, type Part, type Parts } from "../../functions/parts.ts"
import { hasTestReferences, type StageSettings } from "./stage-config.ts"

/** The parts that a stage takes. */
export function partsOf(settings: StageSettings): Parts {
  const taken: Readonly<Record<Part, boolean>> = {
    ...settings.parts,
    alertTopics: settings.mail === undefined,
    operatorPage: settings.operators !== undefined,
    partnerBuses: settings.partnerBuses.length > 0,
    testReferences: hasTestReferences(settings),
  }
  return new Set(allParts.filter((part) => taken[part]))
}
