import * as z from "zod"
import { type DocumentLanguage, documentLanguages } from "../../base/contracts/words.ts"
import type { GivenStep, SentFile } from "../../desk/actions/answer-letter.ts"
import { letterAnswerSchema } from "../../desk/cases/letter-rows.ts"
import { contentFault, endsOf } from "../../desk/evidence-content.ts"
import { evidenceFileSchema, typeOfName } from "../../desk/evidence-file.ts"
import { safeFileName } from "../../desk/evidence-name.ts"

/** Most bytes of a file that comes with an answer. With the form around it and in base64, a function takes no more. */
export const mostFileBytes = 4_000_000

export type FormFault = "fileTooLarge" | "fileWrong" | "formWrong"

const language = z.enum(documentLanguages).optional().catch(undefined)

/** The token and the language of a form. Spaces around a code that was copied do not count. */
export function readOpening(form: { get(name: string): unknown }): {
  token: string
  language: DocumentLanguage | undefined
} {
  const token = form.get("token")
  return {
    token: typeof token === "string" ? token.trim().slice(0, 100) : "",
    language: language.parse(form.get("lang") ?? undefined),
  }
}

/** The answer in a form: what it says, or what is wrong with it. */
export async function readAnswer(form: FormData): Promise<GivenStep | FormFault> {
  const text = (name: string): string | undefined => {
    const value = form.get(name)
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined
  }
  const kind = text("answer")
  if (kind === "acknowledge") return { kind }
  const file = await fileIn(form)
  if (typeof file === "string") return file
  const answer = letterAnswerSchema.safeParse({
    kind,
    ...(kind === "decline" ? { reason: text("reason") } : {}),
    ...(kind === "accept" ? { promisedBy: text("promisedBy") } : {}),
  })
  if (!answer.success) return "formWrong"
  return { answer: answer.data, ...(file === undefined ? {} : { file }) }
}

/** The file of a form. A field without a file has an empty one. */
async function fileIn(form: FormData): Promise<SentFile | FormFault | undefined> {
  const given = form.get("file")
  if (given === null || typeof given === "string" || given.size === 0) return undefined
  if (given.size > mostFileBytes) return "fileTooLarge"
  const name = evidenceFileSchema.shape.name.safeParse(safeFileName(given.name))
  const contentType = typeOfName(given.name)
  if (!name.success || contentType === undefined) return "fileWrong"
  const content = new Uint8Array(await given.arrayBuffer())
  if (contentFault(contentType, endsOf(content)) !== undefined) return "fileWrong"
  return { name: name.data, contentType, content }
}
