/** `npx wayseal notice-sentences`: the English sentences of notices, for counsel to translate, or a check of a file. */
import type { Command } from "commander"
import * as z from "zod"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import type { NoticeSentencesOptions } from "./notice-sentences/run-notice-sentences.ts"

export function noticeSentencesCommand(): Command {
  return declareCommand<NoticeSentencesOptions>({
    name: "notice-sentences",
    description: "Writes the sentences of notices in English, for a further language, or checks a file of them.",
    form: (command) =>
      command
        .argument("<laws>", "the laws that bind the party, with commas between them")
        .option("--language <code>", "the language that the sentences will be translated to, such as de", "de")
        .option("--check <file>", "a translated file to check in place of writing one"),
    details: `Counsel translates the texts and keeps the keys, and the words in braces: they are filled in. Then enter the
file as one of noticeLanguages of the party in the parties file, and deploy. English and French need no file.`,
    examples: [
      "npx wayseal notice-sentences eu-gdpr --language de > de.json",
      "npx wayseal notice-sentences eu-gdpr --check de.json",
    ],
    statuses: { 0: "written, or nothing is wrong with the file", 1: "something is wrong with the file" },
    run: async ({ options, args }) => {
      const { runNoticeSentences } = await import("./notice-sentences/run-notice-sentences.ts")
      return runNoticeSentences({ laws: z.string().parse(args[0]), ...options })
    },
  })
}
