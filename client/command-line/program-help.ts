import { exitStatusMeanings } from "./exit-status.ts"

/** What a program's help says below its commands: whole command lines, `--json`, and what each exit status means. */
export const programHelpAfter = (examples: readonly string[]): string => `
Examples:
${examples.map((example) => `  ${example}`).join("\n")}

Each command takes --json: it prints one JSON object on standard output, and nothing else. An error is
{"error":{"code","message"}}, and code is wrongUsage, unusableFile, noAnswer or stopped.

Exit status:
${Object.entries(exitStatusMeanings)
  .map(([status, meaning]) => `  ${status}  ${meaning}`)
  .join("\n")}`
