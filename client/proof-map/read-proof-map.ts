import * as z from "zod"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"
import type { Api } from "../api/connect-api.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"
import { type MappedNumbers, mappedNumbers } from "./mapped-numbers.ts"

/** The hub's map of proof, whole. */
export type HubMap = {
  readonly numbers: readonly MappedNumbers[]
  /** When the hub read it. ISO. */
  readonly asOf: string
  /** Whether the hub has more than is read: of those that end latest. */
  readonly isCut: boolean
}

/** 2,000 restrictions. */
const mostPages = 10
const mostOnPage = 1_000
const patienceMilliseconds = 15_000

const page = z.object({
  numbers: z.array(mappedNumbers).max(mostOnPage),
  asOf: z.iso.datetime(),
  next: boundedString(1_000).optional(),
})

/**
 * Asks the hub for which numbers strangers need proof.
 *
 * @throws CommandStopped when the hub does not answer, refuses, or answers with something else
 */
export async function readProofMap(api: Pick<Api, "GET">): Promise<HubMap> {
  const { numbers, asOf, next } = await readPage(api, {})
  const all = [...numbers]
  let after = next
  for (let pages = 1; after !== undefined && pages < mostPages; pages += 1) {
    const answer = await readPage(api, { after })
    all.push(...answer.numbers)
    after = answer.next
  }
  return { numbers: all, asOf, isCut: after !== undefined }
}

async function readPage(api: Pick<Api, "GET">, query: { after?: string }): Promise<z.infer<typeof page>> {
  const signal = AbortSignal.timeout(patienceMilliseconds)
  const { data, response } = await api.GET("/v1/proof-map", { params: { query }, signal }).catch(() => {
    throw new CommandStopped("noAnswer", "The hub gave no answer.")
  })
  if (!response.ok) throw new CommandStopped("noAnswer", `The hub answered ${response.status}.`)
  const read = page.safeParse(data)
  if (read.success) return read.data
  throw new CommandStopped(
    "noAnswer",
    "The hub answered with no map of proof that this version of the client can read.",
  )
}
