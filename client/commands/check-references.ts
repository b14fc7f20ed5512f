/** `npx wayseal check-references`: how easily somebody guesses the references that a party gives out. */
import { type Command, InvalidArgumentError } from "commander"
import { declareCommand } from "../command-line/declare-command.ts"

type Options = { readonly column?: string; readonly delimiter?: string }

export function checkReferencesCommand(): Command {
  return declareCommand<Options>({
    name: "check-references",
    description: "Says how easily references are guessed: order numbers or tracking numbers.",
    form: (command) =>
      command
        .argument("<file>", "a table with a reference in each line, in the order in which they were given out")
        .option("--column <name>", "column of the references: its name in the first line, or its number from 1")
        .option(
          "--delimiter <character>",
          "what separates columns; default: comma, semicolon, tab or bar",
          oneCharacter,
        ),
    details: `Everything is computed here. No reference is printed or sent. A file with only a part of all references shows
fewer hits than there are. References that are computed from a counter can look random: nothing here sees that.
It keeps 16 bytes for each reference in memory.`,
    examples: ["npx wayseal check-references orders.csv --column orderReference"],
    statuses: { 0: "hard to guess, or too few to say", 1: "guessable" },
    run: async ({ options, args, onStep }) => {
      const [{ loadReferences }, { surveyReferences }, { checkedInWords }] = await Promise.all([
        import("./check-references/load-references.ts"),
        import("../references/survey-references.ts"),
        import("./check-references/checked-in-words.ts"),
      ])
      const surveyor = surveyReferences()
      const start = performance.now()
      let read = 0
      for await (const reference of loadReferences(String(args[0]), options)) {
        surveyor.add(reference)
        if (++read % 100_000 === 0) onStep(`${read.toLocaleString("en-US")} references read.`)
      }
      const survey = surveyor.survey()
      return checkedInWords(survey, (performance.now() - start) / 1_000)
    },
  })
}

function oneCharacter(text: string): string {
  if (text.length !== 1) throw new InvalidArgumentError("Write one character.")
  return text
}
