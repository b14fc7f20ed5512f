import { useMemo } from "react"
import { useWaitingDocuments } from "./documents-query.ts"
import { placeOfFact } from "./place-of-fact.ts"

/** Facts for which a document waits that still has to be sent: the ids of their places on the page of facts. */
export function useAwaitedFacts(): ReadonlySet<string> {
  const waiting = useWaitingDocuments()
  return useMemo(() => {
    const places = (waiting ?? []).flatMap(({ missing }) => missing.map(({ setBy }) => placeOfFact(setBy)))
    return new Set(places.flatMap((place) => (place.kind === "page" ? (place.path.split("#")[1] ?? []) : [])))
  }, [waiting])
}
