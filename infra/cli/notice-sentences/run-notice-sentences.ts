import { readFile } from "node:fs/promises"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { Outcome } from "../../../client/command-line/declare-command.ts"
import {
  furtherLanguageFile,
  problemsOfSentences,
  sentencesToTranslate,
} from "../../../shared/desk/dossier/further-language.ts"
import { findLaw, lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import type { Law } from "../../../shared/desk/law/law.ts"

export type NoticeSentencesOptions = { language: string; check?: string }

/** @throws CommandStopped for a law that is none, and for a file that cannot be read or is no such file */
export async function runNoticeSentences({
  laws: list,
  language,
  check,
}: NoticeSentencesOptions & { laws: string }): Promise<Outcome> {
  const laws = list.split(",").map((id) => lawNamed(id.trim()))
  if (check === undefined) {
    const data = { language, sentences: sentencesToTranslate(laws) }
    return { data, text: JSON.stringify(data, null, 2), status: 0 }
  }
  const file = furtherLanguageFile.safeParse(await jsonIn(check))
  if (!file.success)
    throw new CommandStopped(
      "wrongUsage",
      `${check}: it is no object with "language" and "sentences", all of them texts.`,
    )
  const problems = problemsOfSentences(file.data.sentences, laws)
  const text = problems.length === 0 ? `${check}: nothing is wrong.` : problems.join("\n")
  return { data: { problems }, text, status: problems.length === 0 ? 0 : 1 }
}

function lawNamed(id: string): Law {
  const law = findLaw(id)
  if (law !== undefined) return law
  const known = lawCatalogue.map((one) => one.id).join(", ")
  throw new CommandStopped("wrongUsage", `"${id}" is no law of the pack. There are: ${known}.`)
}

async function jsonIn(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(() => undefined)
  if (text === undefined) throw new CommandStopped("wrongUsage", `${path}: the file cannot be read.`)
  try {
    return JSON.parse(text)
  } catch {
    throw new CommandStopped("wrongUsage", `${path}: it is no JSON.`)
  }
}
