import { useInfiniteQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Button } from "react-aria-components"
import { useSay } from "../language/use-say.ts"
import { ProblemText } from "../parts/problem-text.tsx"
import { useCase } from "./case-context.tsx"
import { caseKey } from "./case-query.ts"
import { type Exposure, nameOfExposure, readExposures } from "./exposures-query.ts"

/** The exposed shipments with who is notified, once somebody asks for them. The timeline notes that they were read. */
export function ExposedShipments() {
  const say = useSay()
  const { caseAlias } = useCase().view
  const [isWanted, setWanted] = useState(false)
  const pages = useInfiniteQuery({
    queryKey: [...caseKey(caseAlias), "exposures"],
    queryFn: ({ pageParam }) => readExposures(caseAlias, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    enabled: isWanted,
    // Each reading is an entry in the timeline.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const exposures = pages.data?.pages.flatMap((page) => page.exposures)
  return (
    <section aria-labelledby="shipments">
      <h2 id="shipments">{say("notices.shipments")}</h2>
      <p>{say("notices.shipmentsIntro")}</p>
      {exposures === undefined ? (
        <Button isPending={isWanted && pages.isFetching} onPress={() => setWanted(true)}>
          {say("notices.showShipments")}
        </Button>
      ) : (
        <ShipmentTable exposures={exposures} />
      )}
      {pages.error === null ? null : <ProblemText problem={pages.error} />}
      {pages.hasNextPage ? (
        <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
          {say("notices.moreShipments")}
        </Button>
      ) : null}
    </section>
  )
}

function ShipmentTable({ exposures }: { readonly exposures: readonly Exposure[] }) {
  const say = useSay()
  return (
    <section className="wide" aria-label={say("notices.shipments")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say("notices.shipment")}</th>
            <th scope="col">{say("notices.reference")}</th>
            <th scope="col">{say("notices.told")}</th>
          </tr>
        </thead>
        <tbody>
          {exposures.map((exposure) => (
            <tr key={nameOfExposure(exposure)}>
              <th scope="row">{nameOfExposure(exposure)}</th>
              <td>{exposure.orderReference ?? "–"}</td>
              <td>{say(exposure.possible ? "notices.told.possible" : `notices.told.${exposure.told}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
