import { useSay } from "../language/language-provider.tsx"
import { RisePicture } from "./rise-picture.tsx"
import type { FindingWithRise } from "./score-rise.ts"
import { WalkPicture } from "./walk-picture.tsx"
import type { SeenShipment } from "./walk-points.ts"

type CasePicturesProps = {
  readonly shipments: readonly SeenShipment[]
  readonly findings: readonly (FindingWithRise & { readonly evidence: { readonly misses: number } })[]
}

/** The pictures of a case: the walk, and how the detector's score rose. */
export function CasePictures({ shipments, findings }: CasePicturesProps) {
  const say = useSay()
  const [crossedAt] = findings
    .filter(({ severity }) => severity === "alert")
    .map((finding) => finding.crossedAt)
    .sort()
  // One walk can be found several times, so the findings' misses do not add up.
  const misses = Math.max(0, ...findings.map(({ evidence }) => evidence.misses))
  return (
    <>
      <h2>{say("pictures.walk.title")}</h2>
      <WalkPicture shipments={shipments} crossedAt={crossedAt} misses={misses} />
      <h2>{say("pictures.rise.title")}</h2>
      <RisePicture findings={findings} />
    </>
  )
}
