import type { Command } from "commander"
import { waysealProgram } from "../wayseal-program.ts"

/** Columns of the help in the page. */
const helpWidth = 100

/** The page of all commands, made from their help. */
export function commandLinePage(): string {
  const [program, ...commands] = withInner(waysealProgram(), [])
  if (program === undefined) throw new Error("there is a program")
  return [
    "# The command line",
    "",
    "This page is made from the program's own help by `npm run generate`.",
    "",
    "Run the commands in the folder of your clone, after `npm ci`. Elsewhere `npx wayseal` would download a package of",
    "that name from the public registry, which is not ours. Parties have some of these commands too, where they have",
    "installed [`@wayseal/client`](../client/README.md).",
    "",
    "`npm start`, `npm run try`, `npm run example:2018`, `npm run simulate`, `npm run detect` and `npm run verify` are short",
    "forms. Put two hyphens before their options: `npm start -- --help`. `npm test` takes the options of Jest, such as",
    "`npm test -- test/law`, after it has run `npm run check`. Scripts for those who change Wayseal, such as",
    "`npm run bench:detection`, are in [CONTRIBUTING.md](../CONTRIBUTING.md), and take `--help` too.",
    "",
    ...section("npx wayseal", program.command),
    ...commands.flatMap(({ words, command }) => section(`\`${words}\``, command)),
  ].join("\n")
}

type Named = { readonly words: string; readonly command: Command }

/** A command and those inside it. */
function withInner(command: Command, outer: readonly string[]): readonly Named[] {
  const inner = command.commands.flatMap((each) => withInner(each, [...outer, each.name()]))
  return [{ words: outer.join(" "), command }, ...inner]
}

function section(title: string, command: Command): readonly string[] {
  return [`## ${title}`, "", "```text", helpOf(command).trimEnd(), "```", ""]
}

function helpOf(command: Command): string {
  let help = ""
  command.configureOutput({
    writeOut: (text) => {
      help += text
    },
    getOutHelpWidth: () => helpWidth,
    getOutHasColors: () => false,
  })
  command.outputHelp()
  return help
}
