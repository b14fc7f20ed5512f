import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { outsider } from "../../base/contracts/words.ts"

/** What a party records of letters from and to others that are outside of the exchange. It alone sees it. */

const instant = z.iso.datetime({ offset: true })
const reference = boundedString(200).min(1)

/** What somebody outside was told: a document of the case, or the gist of it. */
export const toldContent = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("document"),
    documentId: boundedString(128).min(1).meta({ description: "Id of a document of the case, such as summary" }),
  }),
  z.strictObject({ kind: z.literal("text"), text: boundedString(500).min(1) }),
])

/** What a regulator asked. */
export const askedByRegulator = {
  regulator: boundedString(40)
    .min(1)
    .meta({ description: "Code of the regulator, as duties name it under `addressee`", examples: ["OPC"] }),
  reference: reference.meta({ description: "The regulator's file number" }),
  text: boundedString(1_000).min(1).meta({ description: "What it asks, in the caller's words" }),
  at: instant.meta({ description: "When the question came" }),
  dueAt: instant.meta({ description: "By when it wants the answer" }),
}

/** Why a regulator waits longer, and how the answer is filed. */
export const termExtended = { reason: boundedString(500).min(1) }
export const questionAnswered = { at: instant, reference }

export const toldOutside = { addressee: outsider, at: instant, content: toldContent }

const questionSchema = z.object({
  questionId: ownString().min(1),
  ...askedByRegulator,
  extension: z.object(termExtended).optional(),
  answered: z.object(questionAnswered).optional(),
  alarms: z.object({
    dueSoonAt: instant.optional(),
    overdueAt: instant.optional(),
    escalations: z.int().nonnegative(),
  }),
})
export type Question = z.infer<typeof questionSchema>

export const correspondenceSchema = z.object({
  questions: z.array(questionSchema),
  told: z.array(z.object(toldOutside)),
})
export type Correspondence = z.infer<typeof correspondenceSchema>

export const noCorrespondence: Correspondence = { questions: [], told: [] }

/** That of a party of two cases. It can be more than one case takes anew. */
export const joinedCorrespondence = (one: Correspondence, other: Correspondence): Correspondence => ({
  questions: [...one.questions, ...other.questions],
  told: [...one.told, ...other.told],
})

/** Whether a regulator waits for an answer. */
export const isUnanswered = ({ answered }: Pick<Question, "answered">): boolean => answered === undefined

/** What regulators still wait for, the first due first. */
export function openQuestions({
  correspondence,
}: {
  readonly correspondence?: Correspondence | undefined
}): Question[] {
  const open = correspondence?.questions.filter(isUnanswered) ?? []
  return open.sort((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt))
}

/** Most questions and most records of who was told in one case, so that the row of the party stays small. */
export const mostCorrespondence = { questions: 10, told: 30 }
