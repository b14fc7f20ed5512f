import { promiseSections } from "./register.ts"

/** Every promise with where it holds and how it is known, in Markdown. */
export function promisePage(): string {
  return [
    "# Promises",
    "",
    "Generated from `infra/cli/documents/promises` by `npm run generate`. Do not edit.",
    "",
    "README, SECURITY, the overview and the documents for operators take their promises from here. A test that searches",
    "for a counter-example has the promise's id in its title. This lists and runs those of one promise:",
    "",
    "```sh",
    'ID=case-closes-after-notice; npm run jest -- $(git grep -l "promise: .*$ID" test) -t "$ID"',
    "```",
    "",
    ...promiseSections.flatMap(({ title, promises }) => [
      `## ${title}`,
      "",
      "| id | promise | where it holds | how it is known |",
      "|---|---|---|---|",
      ...Object.entries(promises).map(([id, { says, part, holds, known = "by tests" }]) => {
        const where = part === undefined ? holds : `with \`parts.${part}\`: ${holds}`
        return `| \`${id}\` | ${says} | ${where} | ${known} |`
      }),
      "",
    ]),
  ].join("\n")
}
