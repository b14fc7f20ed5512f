import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import type { Api } from "../api/connect-api.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"
import { type Decision, decision } from "./standing-restrictions.ts"

const page = z.object({ decisions: z.array(decision), asOf: ownString(), next: ownString().optional() })
const problem = z.looseObject({ title: ownString(), detail: ownString().optional() })

/**
 * Asks the hub for all decisions since a time.
 *
 * @param since `asOf` of the answer before. Without it, all that stands
 * @throws CommandStopped when the hub does not answer, or refuses
 */
export async function readDecisions(
  api: Pick<Api, "GET">,
  since: string | undefined,
): Promise<{ readonly decisions: readonly Decision[]; readonly asOf: string }> {
  const decisions: Decision[] = []
  let asOf: string | undefined
  let after: string | undefined
  do {
    const answer = await readPage(api, {
      ...(since === undefined ? {} : { since }),
      ...(after === undefined ? {} : { after }),
    })
    decisions.push(...answer.decisions)
    asOf ??= answer.asOf
    after = answer.next
  } while (after !== undefined)
  return { decisions, asOf }
}

async function readPage(api: Pick<Api, "GET">, query: { since?: string; after?: string }) {
  const { data, error, response } = await api.GET("/v1/decisions", { params: { query } }).catch(() => {
    throw new CommandStopped("noAnswer", "The hub gave no answer. What is enforced stays so.")
  })
  if (response.ok) return page.parse(data)
  const { title, detail } = problem.catch({ title: "no reason given" }).parse(error)
  const said = [title, detail].filter((part) => part !== undefined).join(". ")
  throw new CommandStopped("noAnswer", `The hub answered ${response.status}: ${said}. What is enforced stays so.`)
}
