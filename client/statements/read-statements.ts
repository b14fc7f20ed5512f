import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import { type LoggedLeaf, loggedLeaf } from "../../shared/base/contracts/logged-disclosure.ts"
import { compactStatement, statementDay } from "../../shared/base/contracts/statement-made.ts"
import { type PublicKeySet, publicKeySetSchema } from "../../shared/base/platform/signing/public-keys.ts"
import type { Api } from "../api/connect-api.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"

const listPage = z.object({
  statements: z.array(z.object({ day: statementDay, statement: compactStatement })),
  next: ownString().optional(),
})
const one = listPage.shape.statements.element
const leavesPage = z.object({ leaves: z.array(loggedLeaf), next: z.int().optional() })
const timelinePage = z.object({ entries: z.array(z.unknown()), next: ownString().optional() })
const problem = z.looseObject({ title: ownString(), detail: ownString().optional() })

type Reader = Pick<Api, "GET">

/** @throws CommandStopped, as all of these do, when the hub does not answer or refuses */
export async function readKeys(api: Reader): Promise<PublicKeySet> {
  return publicKeySetSchema.parse(dataOf(await asked(api.GET("/v1/signing-keys"))))
}

/**
 * The statements that the hub has, the latest first, up to a page on which all are known.
 *
 * @param isKnown whether the statement of a day is held
 */
export async function readLatest(api: Reader, isKnown: (day: string) => boolean): Promise<readonly string[]> {
  const found: string[] = []
  let after: string | undefined
  do {
    const query = after === undefined ? {} : { after }
    const page = listPage.parse(dataOf(await asked(api.GET("/v1/statements", { params: { query } }))))
    found.push(...page.statements.map(({ statement }) => statement))
    after = page.statements.every(({ day }) => isKnown(day)) ? undefined : page.next
  } while (after !== undefined)
  return found
}

/** The statement of a day. Undefined if the hub has none. */
export async function readOfDay(api: Reader, day: string): Promise<string | undefined> {
  const answer = await asked(api.GET("/v1/statements/{day}", { params: { path: { day } } }))
  return answer.response.status === 404 ? undefined : one.parse(dataOf(answer)).statement
}

/** All leaves of a day. Undefined if the hub keeps them no more. */
export async function readLeaves(api: Reader, day: string): Promise<readonly LoggedLeaf[] | undefined> {
  const leaves: LoggedLeaf[] = []
  let after: number | undefined
  do {
    const query = { limit: 1_000, ...(after === undefined ? {} : { after }) }
    const answer = await asked(api.GET("/v1/statements/{day}/leaves", { params: { path: { day }, query } }))
    if (answer.response.status === 404) return undefined
    const page = leavesPage.parse(dataOf(answer))
    leaves.push(...page.leaves)
    after = page.next
  } while (after !== undefined)
  return leaves
}

/** All entries of the party's timeline of a case. Undefined if the hub has none under this alias. */
export async function readTimeline(api: Reader, caseAlias: string): Promise<readonly unknown[] | undefined> {
  const entries: unknown[] = []
  let after: string | undefined
  do {
    const query = after === undefined ? {} : { after }
    const answer = await asked(api.GET("/v1/cases/{caseAlias}/timeline", { params: { path: { caseAlias }, query } }))
    if (answer.response.status === 404) return undefined
    const page = timelinePage.parse(dataOf(answer))
    entries.push(...page.entries)
    after = page.next
  } while (after !== undefined)
  return entries
}

type Answer = { readonly data?: unknown; readonly error?: unknown; readonly response: Response }

async function asked(answer: Promise<Answer>): Promise<Answer> {
  return answer.catch(() => {
    throw new CommandStopped("noAnswer", "The hub gives no answer.")
  })
}

function dataOf({ data, error, response }: Answer): unknown {
  if (response.ok) return data
  const { title, detail } = problem.catch({ title: "no reason given" }).parse(error)
  const said = [title, detail].filter((part) => part !== undefined).join(". ")
  throw new CommandStopped("noAnswer", `The hub answered ${response.status}: ${said}.`)
}
