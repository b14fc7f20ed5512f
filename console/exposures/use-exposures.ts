import { useInfiniteQuery } from "@tanstack/react-query"
import { useEffect, useMemo, useRef } from "react"
import * as z from "zod"
import { useSession } from "../api/session.ts"
import { readExposures } from "../case/exposures-query.ts"
import { dayIn, type ExposureLine, orderOf } from "./exposure-table.ts"

const pageSchema = z.object({
  exposures: z.array(
    z.object({
      shipmentId: z.string().optional(),
      orderReference: z.string().optional(),
      trackingNumber: z.string().optional(),
      fields: z.array(z.string()),
      firstExposureAt: z.string(),
      lastExposureAt: z.string(),
      accessors: z.number(),
      told: z.enum(["no", "byYou", "byOther"]),
      possible: z.literal(true).optional(),
    }),
  ),
  next: z.string().optional(),
})

/** The key of a case's list of exposed shipments. It is not read again by itself: the hub notes each reading. */
export const exposuresKey = (caseAlias: string) => ["exposures", caseAlias] as const

const readPage = async (caseAlias: string, after: string | undefined) =>
  pageSchema.parse(await readExposures(caseAlias, after))

/** A page, and how many shipments the case counted when it was asked for. */
type Page = Awaited<ReturnType<typeof readPage>> & { readonly counted: number }

/** The list of a case's exposed shipments, as far as it is read. */
export type ReadExposures = {
  readonly lines: readonly ExposureLine[]
  /** How many are read: a few more than the lines, until all are. */
  readonly read: number
  readonly isComplete: boolean
  /** Whether the case has counted other shipments since the list was read. */
  readonly isOutdated: boolean
  /** Shipments that the case counts and that the complete list cannot name: their shop never published them. */
  readonly unnamed: number
  readonly problem: Error | null
  /** Reads the list again. */
  readonly readAgain: () => void
}

/**
 * Reads all exposed shipments of a case, page by page.
 *
 * @param shipments how many the case counts by now
 */
export function useExposures(caseAlias: string, shipments: number): ReadExposures {
  const { timeZone } = useSession()
  const list = useInfiniteQuery({
    queryKey: exposuresKey(caseAlias),
    queryFn: async ({ pageParam }): Promise<Page> => ({
      ...(await readPage(caseAlias, pageParam === "" ? undefined : pageParam)),
      counted: shipments,
    }),
    initialPageParam: "",
    getNextPageParam: ({ next }: Page) => next,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    // To compare all pages that were read before with themselves, at each further page, takes longer than a frame.
    structuralSharing: false,
  })
  const { data, hasNextPage, isFetching, isError, fetchNextPage, refetch } = list
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [hasNextPage, isFetching, isError, fetchNextPage])
  const isComplete = data !== undefined && !hasNextPage
  const pages = useGrownPages(data?.pages ?? noPages, isComplete || isError)
  const lines = useMemo(() => pages.flatMap((page) => linesOf(page, timeZone)), [pages, timeZone])
  const read = (data?.pages ?? noPages).reduce((sum, { exposures }) => sum + exposures.length, 0)
  const counted = data?.pages[0]?.counted ?? shipments
  const isOutdated = isComplete && (counted !== shipments || lines.length > shipments)
  const unnamed = isComplete && !isOutdated ? shipments - lines.length : 0
  return { lines, read, isComplete, isOutdated, unnamed, problem: list.error, readAgain: () => void refetch() }
}

const noPages: readonly Page[] = []

/** By how much a list grows at least until its lines are put in order again. */
const growth = 1.5

/** The pages, again and again by so many more that to sort them all takes no longer than to sort them twice or so. */
function useGrownPages(pages: readonly Page[], isEnd: boolean): readonly Page[] {
  const shown = useRef(pages)
  const isOther = pages[0] !== shown.current[0]
  if (isEnd || isOther || pages.length >= growth * shown.current.length) shown.current = pages
  return shown.current
}

/** The lines of a page stay the same objects while others are read, so that the table draws none of them again. */
const linesByPage = new WeakMap<Page, readonly ExposureLine[]>()

function linesOf(page: Page, timeZone: string): readonly ExposureLine[] {
  const known = linesByPage.get(page)
  if (known !== undefined) return known
  const lines = page.exposures.map(lineIn(timeZone))
  linesByPage.set(page, lines)
  return lines
}

function lineIn(timeZone: string): (seen: Page["exposures"][number], place: number) => ExposureLine {
  const dayOf = dayIn(timeZone)
  return ({ possible, orderReference, trackingNumber, shipmentId, ...seen }, place) => {
    const reference = orderReference ?? trackingNumber ?? shipmentId ?? ""
    return {
      ...seen,
      id: `${shipmentId ?? trackingNumber ?? orderReference ?? place} ${seen.firstExposureAt}`,
      reference,
      referenceOrder: orderOf(reference),
      shipmentId,
      trackingNumber,
      firstDay: dayOf(seen.firstExposureAt),
      lastDay: dayOf(seen.lastExposureAt),
      isPossible: possible === true,
    }
  }
}
