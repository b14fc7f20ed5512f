import { count } from "../../../shared/base/platform/bilingual.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { waitUntil } from "../replay/concurrency.ts"
import { enterStep, hub, type StoryContext } from "./chronicle.ts"
import { drawInto } from "./drawn-documents.ts"
import { supplementLaw } from "./example-parties.ts"
import { discharge, type Participant } from "./participants.ts"
import { inToronto } from "./story-words.ts"

/**
 * Waits until the hub opens the duty to supplement the report under the one law that asks for it. The retailer draws
 * the supplement, sends it and records the receipt. After that nothing is new any more, so it is drawn first.
 *
 * @param found how many lookups the carrier has reported since the report
 */
export async function supplementReport(context: StoryContext, retailer: Participant, found: number): Promise<void> {
  const duties = await waitUntil("a duty to supplement the report", () => supplementsOf(retailer), {
    everyMilliseconds: 1000,
  })
  const [duty, ...others] = duties
  if (duty?.law !== supplementLaw || others.length > 0) throw new Error("A law opened a duty that it does not ask for")
  const law = lawCatalogue.find(({ id }) => id === supplementLaw)
  const section = law?.rules.find(({ kind }) => kind === "supplementReport")?.citation.section.en ?? ""
  const { counts } = await retailer.desk.view(retailer.alias)
  const until = duty.dueAt === undefined ? "" : ` by ${inToronto(duty.dueAt)}`
  enterStep(
    context,
    hub,
    `counts ${count(found, "en")} more exposures, ${count(counts.shipments, "en")} in all, and opens a duty of ${context.retailer.alias} to ` +
      `supplement its report to Québec’s commissioner${until} (${section}); no other law of the case asks for that`,
  )
  await drawInto(retailer, ({ document }) => document.startsWith("supplement-"))
  await discharge(retailer, supplementLaw, "supplementReport", {
    kind: "regulatorReceipt",
    reference: "EXAMPLE-CAI-0001-S1",
  })
  enterStep(context, context.retailer, "draws the supplement, sends it and records its receipt")
}

async function supplementsOf({ desk, alias }: Participant) {
  const { duties } = await desk.view(alias)
  const supplements = duties.filter(({ kind }) => kind === "supplementReport")
  return supplements.length === 0 ? undefined : supplements
}
