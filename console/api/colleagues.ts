import { useQuery } from "@tanstack/react-query"
import { answerOf, api } from "./console-api.ts"

/** The people who signed in for the party so far. */
export function useColleagues() {
  const { data } = useQuery({
    queryKey: ["colleagues"],
    queryFn: () => answerOf(api.GET("/v1/colleagues")),
    staleTime: 60_000,
  })
  return data?.body.colleagues ?? []
}

/** Names a person of the party by their id. */
export function useNameOfPerson(): (userId: string) => string {
  const colleagues = useColleagues()
  return (userId) => colleagues.find((one) => one.userId === userId)?.name ?? userId
}
