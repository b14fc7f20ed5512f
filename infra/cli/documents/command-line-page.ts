import type { Command } from "commander"
import { waysealProgram } from "../wayseal-program.ts"

/** Columns of the help in the page. */
const helpWidth = 100

/** What the help of most commands says. The page says it once. */
const oftenSaid = [
  /^ {2}-h, --help +display help for command\n/m,
  /^ {2}--json +print one JSON object on standard output, and nothing\s+else\n/m,
  /^ {2}2 +wrong usage, or a file that cannot be used: nothing was done\n/m,
  /^ {2}3 +not done or not checked: AWS does not answer or refuses, or Wayseal itself fails\n/m,
]

/** The page of all commands, one line each. */
export function commandLinePage(): string {
  return [
    "# The command line",
    "",
    "`npm run generate` makes this page from the program's own help.",
    "",
    "Run the commands in the folder of your clone, after `npm ci`. Elsewhere `npx wayseal` would download a package of",
    "that name from the public registry, which is not ours. Parties have some of these commands too, where they have",
    "installed [`@wayseal/client`](../client/README.md).",
    "",
    "`npx wayseal <command> --help` says what a command takes and what its exit status means. The",
    "[site of documents](made-from-code.md#the-commands) has all of it on one page.",
    "",
    "| exit status | what it means, unless a command says otherwise |",
    "|---|---|",
    "| 0 | done, and nothing needs a person |",
    "| 1 | done, and something needs a person |",
    "| 2 | wrong usage, or a file that cannot be used: nothing was done |",
    "| 3 | not done or not checked: AWS does not answer or refuses, or Wayseal itself fails |",
    "",
    "Each command takes `--json`: it prints one JSON object on standard output, and nothing else. An error is",
    '`{"error":{"code","message"}}`, and `code` is `wrongUsage`, `unusableFile`, `noAnswer` or `stopped`.',
    "",
    "`npm start`, `npm run try`, `npm run example:2018`, `npm run simulate`, `npm run detect` and `npm run verify` are short",
    "forms. Put two hyphens before their options: `npm start -- --help`. `npm test` takes the options of Jest, such as",
    "`npm test -- test/desk/law`, after it has run `npm run check`. Scripts for those who change Wayseal, such as",
    "`npm run bench:detection`, are in [CONTRIBUTING.md](../CONTRIBUTING.md), and take `--help` too.",
    "",
    "| `npx wayseal` | what it does |",
    "|---|---|",
    ...withInner(waysealProgram(), [])
      .slice(1)
      .map(({ words, command }) => `| \`${words}\` | ${command.summary() || command.description()} |`),
    "",
  ].join("\n")
}

/** All commands with their options, as their help says it. */
export function commandReference(): string {
  const [program, ...commands] = withInner(waysealProgram(), [])
  if (program === undefined) throw new Error("there is a program")
  return [
    "# All commands with their options",
    "",
    "Made from the program's own help. [The command line](../command-line.md) says where the commands run.",
    "",
    "The first section says what `--json`, `--help` and the exit statuses 2 and 3 mean. The others repeat it only where",
    "a command differs.",
    "",
    ...section("npx wayseal", helpOf(program.command)),
    ...commands.flatMap(({ words, command }) => section(`\`${words}\``, withoutRepeats(helpOf(command)))),
  ].join("\n")
}

type Named = { readonly words: string; readonly command: Command }

/** A command and those inside it. */
function withInner(command: Command, outer: readonly string[]): readonly Named[] {
  const inner = command.commands.flatMap((each) => withInner(each, [...outer, each.name()]))
  return [{ words: outer.join(" "), command }, ...inner]
}

function section(title: string, help: string): readonly string[] {
  return [`## ${title}`, "", "```text", help.trimEnd(), "```", ""]
}

/** A help without what most of them say, and without headings that then have nothing below them. */
function withoutRepeats(help: string): string {
  return oftenSaid
    .reduce((text, repeat) => text.replace(repeat, ""), help)
    .replaceAll(/^(Options|Exit status):\n(?=\n|$)/gm, "")
    .replaceAll(/\n{3,}/g, "\n\n")
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
