import {
  type Asked,
  type ToolKind,
  toolKinds,
  toolPolicy,
} from "../../../shared/watch/detection/restrictions/tool-policy.ts"

const toolWords: Readonly<Record<ToolKind, string>> = {
  hub: "the hub's page and lookups",
  delegated: "lookups that a party delegates",
  guarded: "a carrier's tool with the guard",
  enforced: "a carrier's tool with `enforce`",
  alone: "a carrier's tool with neither",
}

const askedWords: Readonly<Record<Asked, string>> = {
  nothing: "nothing",
  betterThanCode: "house number or link in place of a postal code",
  proof: "a proof",
  proofBetterThanCode: "house number or link",
  link: "the link",
  refusal: "no answer",
}

/** What an alert asks of whom in each tool, in Markdown. */
export function policyTables(): string[] {
  const { asks, spares, restrictsNumbers } = toolPolicy
  const restricting = restrictsNumbers.map((tool) => toolWords[tool]).join(", ")
  return [
    "What an alert asks of lookups. A notice asks nothing, and a party's own parcels are never refused to it.",
    "",
    ...table("of whom"),
    ...Object.values(asks).map((row) => line([row.whom, ...toolKinds.map((tool) => askedWords[row[tool]])])),
    "",
    `Only what happens in ${restricting} restricts numbers.`,
    "Ordinary people raise these alerts too, so in some tools they ask nothing:",
    "",
    ...table("alert", "a log"),
    ...Object.values(spares).map(({ alert, tools }) => {
      const isSpared = (tool: ToolKind | "log"): boolean => tools.some((one) => one === tool)
      const cells = toolKinds.map((tool) => (isSpared(tool) ? "nothing" : "as above"))
      return line([alert, ...cells, isSpared("log") ? "a notice" : "an alert"])
    }),
  ]
}

function table(first: string, ...last: readonly string[]): string[] {
  const head = [first, ...toolKinds.map((tool) => toolWords[tool]), ...last]
  return [line(head), line(head.map(() => "---"))]
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`
