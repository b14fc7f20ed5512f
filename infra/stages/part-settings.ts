import * as z from "zod"
import type { OptionalPart } from "../../shared/base/platform/resource-variables.ts"

const part = (description: string) => z.boolean().default(true).meta({ description })

/** What a stage takes of what it may leave out. `partProblems` has the rules between them. */
export const partSettings = z
  .strictObject({
    desk: part(
      "The breach desk: cases, duties, documents, letters to carriers that take no part, and views for regulators. " +
        "Without it an anomaly is published to both parties and mailed to their contacts, and that is all",
    ),
    proof: part("Signed statements of each day, and the log of the ledger that they are made from"),
    recipientPage: part("The page at /t on which recipients look up their parcels"),
    console: part("Sign-in and sessions of people of parties, for the officer's console. Needs the desk"),
    invitedParties: part(
      "Parties that join without a deployment. Without it those of the parties file take part alone",
    ),
    vendors: part("What EasyPost, AfterShip, Shopify and Canada Post send for parties, and tasks in their shops"),
  } satisfies Record<OptionalPart, z.ZodType>)
  .prefault({})
  .meta({
    description:
      "What the stage takes of what it may leave out. What is left out has no function, table, queue or alarm. All of " +
      "it is taken unless it is false here. Before you take something out of a stage that is deployed, read " +
      'docs/deploying.md, "Leaving parts out"',
  })

/** What the rules between parts and other settings look at. */
type PartChoices = {
  readonly parts: z.infer<typeof partSettings>
  readonly browserEdge?: { readonly domain: string; readonly console: boolean } | undefined
  readonly consoleUrl?: string | undefined
  readonly partnerBuses: readonly unknown[]
  readonly recipientPageUrl?: string | undefined
}

/** A setting that leads to a part, or needs it. */
type Need = { readonly field: string; readonly given: boolean; readonly part: OptionalPart; readonly because: string }

/** What is wrong with the parts of a stage, one sentence each: the field, the rule and how to fix it. */
export function partProblems(settings: PartChoices): readonly string[] {
  return needsOf(settings).flatMap(({ field, given, part: needed, because }) =>
    given && !settings.parts[needed]
      ? [`${field} needs parts.${needed}, which is false: ${because}. Leave out ${field}, or take parts.${needed}`]
      : [],
  )
}

function needsOf({ parts, browserEdge, consoleUrl, partnerBuses, recipientPageUrl }: PartChoices): readonly Need[] {
  const page = recipientPageUrl === undefined ? null : URL.parse(recipientPageUrl)
  // Which address AWS gives the exchange's API is known only once it is deployed.
  const isAtApi = page !== null && (page.host === browserEdge?.domain || page.host.includes(".execute-api."))
  const isOwnPage = isAtApi && /^\/t(\/|$)/.test(page.pathname)
  return [
    {
      field: "parts.console",
      given: parts.console,
      part: "desk",
      because: "people work on the cases of the desk there",
    },
    {
      field: "browserEdge.console",
      given: browserEdge?.console === true,
      part: "console",
      because: "nobody could sign in",
    },
    { field: "consoleUrl", given: consoleUrl !== undefined, part: "console", because: "nobody could sign in" },
    { field: "partnerBuses", given: partnerBuses.length > 0, part: "vendors", because: "nothing reads these buses" },
    {
      field: "recipientPageUrl",
      given: recipientPageUrl !== undefined,
      part: "vendors",
      because: "links are written into shops of vendors alone",
    },
    { field: "recipientPageUrl", given: isOwnPage, part: "recipientPage", because: "the page would not be there" },
  ]
}
