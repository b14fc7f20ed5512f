import { lazy, Suspense, useMemo } from "react"
import { Button } from "react-aria-components"
import { useSay } from "../language/language-provider.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { Loading } from "../parts/reading.tsx"
import type { FindingWithRise } from "../pictures/score-rise.ts"
import { ExposuresList } from "./exposures-list.tsx"
import { UnnamedShipments } from "./unnamed-shipments.tsx"
import { useExposures } from "./use-exposures.ts"

// The library that draws is large, and only this page needs it.
const CasePictures = lazy(async () => ({ default: (await import("../pictures/case-pictures.tsx")).CasePictures }))

type ExposuresPartProps = {
  readonly caseAlias: string
  /** How many exposed shipments the case has by now. */
  readonly shipments: number
  readonly findings: readonly (FindingWithRise & { readonly evidence: { readonly misses: number } })[]
}

/** The pictures of a case and the table of its exposed shipments. */
export function ExposuresPart({ caseAlias, shipments, findings }: ExposuresPartProps) {
  const say = useSay()
  const { lines, read, isComplete, isOutdated, unnamed, problem, readAgain } = useExposures(caseAlias, shipments)
  const seen = useMemo(
    () => lines.map(({ reference, firstExposureAt, isPossible }) => ({ reference, firstExposureAt, isPossible })),
    [lines],
  )
  return (
    <>
      {problem === null ? null : <ProblemText problem={problem} />}
      {isComplete || problem !== null ? null : (
        <Loading of={say("exposures.reading", { count: read, all: shipments })} />
      )}
      {isOutdated ? <p>{say("exposures.changed")}</p> : null}
      <UnnamedShipments named={lines.length} unnamed={unnamed} />
      {isComplete || problem !== null ? (
        <Button className="quiet" onPress={readAgain}>
          {say("exposures.readAgain")}
        </Button>
      ) : null}
      <h2>{say("exposures.table")}</h2>
      {isComplete || lines.length > 0 ? <ExposuresList caseAlias={caseAlias} lines={lines} /> : null}
      {/* They come after the table, which would else move when they are drawn. */}
      <Suspense fallback={<Loading />}>
        {isComplete ? <CasePictures shipments={seen} findings={findings} /> : null}
      </Suspense>
    </>
  )
}
