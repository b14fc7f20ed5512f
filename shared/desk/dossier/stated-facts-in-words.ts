import * as z from "zod"
import { breachCause, testIsMet } from "../../base/contracts/words.ts"
import { labelled, moment, say } from "../../base/platform/bilingual.ts"
import { causeInWords, factsInWords } from "./codes-in-words.ts"
import type { Perspective } from "./perspective.ts"

/** What an entry of stated facts holds besides the names of the facts. */
const statedFacts = z.object({
  met: testIsMet.optional().catch(undefined),
  writeAgainBy: z.iso.datetime({ offset: true }).optional().catch(undefined),
  wroteAgainAt: z.iso.datetime({ offset: true }).optional().catch(undefined),
  correction: z.boolean().optional().catch(undefined),
  replaced: z
    .object({
      discoveredAt: z.iso.datetime({ offset: true }).optional(),
      determinedAt: z.iso.datetime({ offset: true }).optional(),
      causes: z.array(breachCause).optional(),
      met: testIsMet.optional(),
    })
    .optional()
    .catch(undefined),
})

/** The answer to a legal test that an entry holds and, if it is a correction, what had been stated before. */
export function statedInWords(view: Perspective, data: Readonly<Record<string, unknown>>): string[] {
  const { language } = view
  const { met, writeAgainBy, wroteAgainAt, correction = false, replaced = {} } = statedFacts.parse(data)
  const before = replacedInWords(view, replaced)
  return [
    ...(met === undefined ? [] : [answerInWords(view, met)]),
    ...[writeAgainBy, wroteAgainAt].flatMap((at) =>
      at === undefined ? [] : [moment(at, view.viewer.timeZone, language)],
    ),
    ...(correction ? [say(language, "correction", "correction")] : []),
    ...(before.length === 0 ? [] : [labelled(say(language, "before", "auparavant"), before.join("; "), language)]),
  ]
}

function replacedInWords(
  view: Perspective,
  { discoveredAt, determinedAt, causes = [], met }: NonNullable<z.infer<typeof statedFacts>["replaced"]>,
): string[] {
  const { language, viewer } = view
  return [
    ...Object.entries({ discoveredAt, determinedAt }).flatMap(([fact, at]) =>
      at === undefined ? [] : [`${factsInWords([fact], language).join()} ${moment(at, viewer.timeZone, language)}`],
    ),
    ...causes.map((code) =>
      labelled(say(language, "cause", "cause"), causeInWords(code, language).replace(/\.$/, ""), language),
    ),
    ...(met === undefined ? [] : [answerInWords(view, met)]),
  ]
}

const answerInWords = ({ language }: Perspective, met: z.infer<typeof testIsMet>): string =>
  met === "yes" ? say(language, "answer yes", "réponse oui") : say(language, "answer no", "réponse non")
