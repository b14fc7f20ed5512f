import * as z from "zod"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"
import type { Api } from "../api/connect-api.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"
import { type MappedNumbers, mappedNumbers } from "./mapped-numbers.ts"

/** The hub's map of proof, whole. */
export type HubMap = {
  readonly numbers: readonly MappedNumbers[]
  /** Whether the hub has more than is read: of those that end soonest. */
  readonly isCut: boolean
  /** By the place where it begins. */
  readonly pages: ReadonlyMap<string | undefined, PageAsRead>
}

/** 2,000 restrictions. */
const mostPages = 10
const mostOnPage = 1_000
const patienceMilliseconds = 15_000

const page = z.object({ numbers: z.array(mappedNumbers).max(mostOnPage), next: boundedString(1_000).optional() })

/** A page, and what asks the hub whether it changed. */
type PageAsRead = z.infer<typeof page> & { readonly etag: string | null }

/**
 * Asks the hub for which numbers strangers need proof. What was renewed meanwhile has moved to the first page, so that
 * this one is read once more behind others.
 *
 * @param before the map as it was: a page that did not change is not sent again
 * @throws CommandStopped when the hub does not answer, refuses, or answers with something else
 */
export async function readProofMap(api: Pick<Api, "GET">, before?: HubMap): Promise<HubMap> {
  const pages = new Map<string | undefined, PageAsRead>()
  let after: string | undefined
  do {
    const read = await readPage(api, after, before?.pages.get(after))
    pages.set(after, read)
    after = read.next
  } while (after !== undefined && pages.size < mostPages)
  const again = pages.size > 1 ? [await readPage(api, undefined, pages.get(undefined))] : []
  const all = [...pages.values(), ...again].flatMap(({ numbers }) => numbers)
  const distinct = new Map(all.map((one) => [JSON.stringify(one), one]))
  return { numbers: [...distinct.values()], isCut: after !== undefined, pages }
}

/** What a map that is cut leaves out. */
export const cutInWords = ({ numbers }: Pick<HubMap, "numbers">): string =>
  `The map of proof has more than ${numbers.length} restrictions: those that end soonest are left out.`

/** Reads the map again and again. */
export function mapReader(api: Pick<Api, "GET">): () => Promise<HubMap> {
  let before: HubMap | undefined
  return async () => {
    before = await readProofMap(api, before)
    return before
  }
}

async function readPage(api: Pick<Api, "GET">, after: string | undefined, known: PageAsRead | undefined) {
  const signal = AbortSignal.timeout(patienceMilliseconds)
  const query = after === undefined ? {} : { after }
  const header = known?.etag ? { "if-none-match": known.etag } : {}
  const { data, response } = await api.GET("/v1/proof-map", { params: { query, header }, signal }).catch(() => {
    throw new CommandStopped("noAnswer", "The hub gave no answer.")
  })
  if (response.status === 304 && known !== undefined) return known
  if (!response.ok) throw new CommandStopped("noAnswer", `The hub answered ${response.status}.`)
  const read = page.safeParse(data)
  if (read.success) return { ...read.data, etag: response.headers.get("etag") }
  throw new CommandStopped(
    "noAnswer",
    "The hub answered with no map of proof that this version of the client can read.",
  )
}
