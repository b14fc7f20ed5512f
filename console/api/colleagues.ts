import { useQuery } from "@tanstack/react-query"
import { useSay } from "../language/language-provider.tsx"
import { answerOf, api } from "./console-api.ts"
import { useSession } from "./session.ts"

const readColleagues = () => answerOf(api.GET("/v1/colleagues"))

/** Somebody who signed in for the party. */
export type Colleague = Awaited<ReturnType<typeof readColleagues>>["body"]["colleagues"][number]

/** Whoever signed in for the party so far, by name. */
export function useColleagues(): readonly Colleague[] {
  const { data } = useQuery({ queryKey: ["colleagues"], queryFn: readColleagues, staleTime: 60_000 })
  return data?.body.colleagues ?? []
}

/** Names people of the party by their ids: "you", their name, or what is known instead. Without an id: a program. */
export function usePersonWords(): (userId: string | undefined) => string {
  const say = useSay()
  const { userId: own } = useSession()
  const namePerson = usePersonNames()
  return (userId) => (userId !== undefined && userId === own ? say("person.you") : namePerson(userId))
}

/** The same, also for the person who reads: what stays on record says who. */
export function usePersonNames(): (userId: string | undefined) => string {
  const say = useSay()
  const colleagues = useColleagues()
  return (userId) => {
    if (userId === undefined) return say("person.program")
    const name = colleagues.find((one) => one.userId === userId)?.name ?? ""
    return name === "" ? say("person.unnamed") : name
  }
}
