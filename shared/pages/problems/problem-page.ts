import { meaningOf, problemRules } from "../../base/contracts/problem.ts"
import { HttpProblem, type ProblemCode, problemKinds } from "../../base/platform/http-problem.ts"
import { refusals } from "../../desk/actions/refusal.ts"
import { requestRefusals } from "../../desk/api/desk-problems.ts"
import { actSignatureRefusals } from "../../parties/act-signatures/act-signature-refusals.ts"
import { partyRefusals } from "../../parties/refusals.ts"
import { type Code, problemCauses } from "./problem-causes.ts"

/** What all answers of one code have in common. */
type Described = {
  readonly code: Code
  readonly kind: ProblemCode
  readonly sentence?: string | undefined
  readonly field?: string | undefined
}

/** Every code with its kind, in the order of the page: kinds by status, each followed by its more precise codes. */
export function describedCodes(): readonly Described[] {
  const reasons = { ...partyRefusals, ...actSignatureRefusals, ...refusals, ...requestRefusals }
  const kinds = named(problemKinds).sort(([, left], [, right]) => left.status - right.status)
  return kinds.flatMap(([kind]) => [
    { code: kind, kind },
    ...named(reasons)
      .filter(([, { answer }]) => answer === kind)
      .map(([code, rule]) => ({
        code,
        kind,
        sentence: rule.sentence,
        ...("field" in rule ? { field: rule.field } : {}),
      })),
  ])
}

/** The page about all problems in Markdown. Each code is a heading, so that the `type` of a problem leads to it. */
export function problemPage(): string {
  return [
    "# Problems of the API",
    "",
    "Generated from the list of codes. The API serves this page at `GET /v1/problems`.",
    "",
    "Every refused request is answered as `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)).",
    "`type` leads to the code on this page, relative to the address of the API. Decide by `code`, show `detail` to people,",
    "and read `problems` for the fields that are wrong. New codes and members can come at any time. No answer repeats a",
    "value of the request.",
    "",
    "A 401 has the header `www-authenticate`, a 405 has `allow`, and a 429 or 503 has `retry-after` in seconds.",
    "",
    "These answers are not in our hands. API Gateway refuses a body above 10 MB with 413 and requests above the limit of",
    'the whole stage with 429, both with the body `{"message": …}`. In a stage with an edge, AWS WAF refuses a flood with',
    "429 and our body, but as `application/json`. None of them has `retry-after`: wait a second, and twice as long after",
    "each further one. CloudFront and API Gateway can answer 502, 503 or 504 in their own words. Treat them as",
    "`unavailable`.",
    "",
    "## Rules",
    "",
    "The `rule` of each of the `problems`:",
    "",
    "| rule | meaning |",
    "|---|---|",
    ...problemRules.map((rule) => `| \`${rule}\` | ${meaningOf(rule)} |`),
    "",
    ...describedCodes().flatMap(section),
  ].join("\n")
}

function section({ code, kind, sentence, field }: Described): readonly string[] {
  const { status, title } = problemKinds[kind]
  const { causes, mend } = problemCauses[code]
  return [
    `## ${code}`,
    "",
    ...wrapped(`Status ${status}: ${title}.${sentence === undefined ? "" : ` ${sentence}`}`),
    "",
    ...(field === undefined ? [] : [`- Field: \`${field}\``]),
    ...wrapped(`- Likely causes: ${causes}`),
    ...wrapped(`- What to do: ${mend}`),
    "",
    "```json",
    JSON.stringify(exampleOf({ code, kind, sentence, field }), null, 2),
    "```",
    "",
  ]
}

/** An answer with this code. */
function exampleOf({ code, kind, sentence, field }: Described): object {
  if (code === "invalid")
    return new HttpProblem(code, {
      detail: "query.state: the value is not an allowed one. It may be open, closed, falseAlarm.",
      problems: [{ path: "query.state", rule: "oneOf" }],
    }).body()
  const rule =
    Object.values(refusals).find((each) => each.sentence === sentence)?.problem.rule ??
    Object.values(actSignatureRefusals).find((each) => each.sentence === sentence)?.rule
  const problems = field === undefined || rule === undefined ? [] : [{ path: field, rule }]
  const details = { problems, ...(sentence === undefined ? {} : { detail: sentence }) }
  return new HttpProblem<Code>(kind, code === kind ? details : { ...details, reason: code }).body()
}

/** Text in lines of the width that pages have. Further lines of an entry of a list are indented. */
function wrapped(text: string): readonly string[] {
  const indent = text.startsWith("- ") ? "  " : ""
  const lines: string[] = []
  let line = ""
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > 120) {
      lines.push(line)
      line = indent + word
    } else line = line === "" ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function named<Name extends string, Value>(entries: Readonly<Record<Name, Value>>): [Name, Value][] {
  return Object.keys(entries)
    .filter((name): name is Name => Object.hasOwn(entries, name))
    .map((name) => [name, entries[name]])
}
