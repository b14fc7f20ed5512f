import { useInfiniteQuery } from "@tanstack/react-query"
import { answerOf, api } from "../api/console-api.ts"
import { pollMilliseconds } from "../api/polling.ts"

export const casesKey = ["cases"] as const

const pageOfCases = (after: string | undefined) =>
  answerOf(
    api.GET("/v1/cases", {
      params: { query: { order: "due", limit: 1_000, ...(after === undefined ? {} : { after }) } },
    }),
  )

export type ListedCase = Awaited<ReturnType<typeof pageOfCases>>["body"]["cases"][number]

/** A long list is read less often: the hub reads all cases for it. */
const longList = { cases: 100, pollMilliseconds: 60_000 }

/** The cases of the party, a thousand at a time: the open ones first, by what is due, then the others. */
export const useCases = () =>
  useInfiniteQuery({
    queryKey: casesKey,
    queryFn: ({ pageParam }) => pageOfCases(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
    refetchInterval: ({ state: { data } }) => {
      const isLong = (data?.pages[0]?.body.cases.length ?? 0) > longList.cases
      return isLong && pollMilliseconds() !== false ? longList.pollMilliseconds : pollMilliseconds()
    },
  })
