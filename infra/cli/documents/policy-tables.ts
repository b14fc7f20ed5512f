import {
  type Asked,
  type AskedOf,
  type SparedAs,
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
  strongProof: "house number or link",
  link: "the link",
  refusal: "no answer",
}

const whom: readonly (readonly [AskedOf, string])[] = [
  ["visitor", "an account, cookie, session or credential that walked, or read too much"],
  ["guesser", "such a visitor that guessed postal codes"],
  ["visitorWithoutName", "an address and browser, which several people may share, that walked or read too much"],
  ["guesserWithoutName", "an address and browser that guessed postal codes"],
  ["network", "visitors of a network who proved nothing before"],
  ["networkOfGuessers", "visitors of a network of guessers who proved nothing before"],
  ["neighbourhood", "everybody in the neighbourhood of a block"],
  ["codeBlock", "everybody in a code block"],
]

const alerts: readonly (readonly [SparedAs, string])[] = [
  ["slow", "many parcels slowly, like a small seller"],
  ["networkOfMisses", "misses on a network, before the retailer's share of them was learned"],
  ["withoutDestinations", "many parcels in no order, like a mail room, while no destination is known"],
  ["stepsWithoutDestinations", "visitors who each go on to the next number, while no destination is known"],
]

/** What an alert asks of whom in each tool, in Markdown. */
export function policyTables(): string[] {
  const { asks, spares, restrictsNumbers } = toolPolicy
  const restricting = restrictsNumbers.map((tool) => toolWords[tool]).join(", or in ")
  return [
    "What an alert asks of lookups. A notice asks nothing, and a party's own parcels are never refused to it.",
    "",
    ...table("of whom"),
    ...whom.map(([of, words]) => line([words, ...toolKinds.map((tool) => askedWords[asks[of][tool]])])),
    "",
    `What many visitors do in ${restricting} restricts numbers there, and nowhere else.`,
    "If `enforce` also writes rules for numbers from the map of proof, they ask the same there as the guard.",
    "Ordinary people raise these alerts too, so in some tools they ask nothing:",
    "",
    ...table("alert", "a log"),
    ...alerts.map(([reason, words]) => {
      const isSpared = (tool: ToolKind | "log"): boolean => spares[reason].some((one) => one === tool)
      const cells = toolKinds.map((tool) => (isSpared(tool) ? "nothing" : "as above"))
      return line([words, ...cells, isSpared("log") ? "a notice" : "an alert"])
    }),
  ]
}

function table(first: string, ...last: readonly string[]): string[] {
  const head = [first, ...toolKinds.map((tool) => toolWords[tool]), ...last]
  return [line(head), line(head.map(() => "---"))]
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`
