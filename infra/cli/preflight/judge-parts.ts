import { type DeployedStage, resourcesOfType } from "../../../shared/pages/operator/stage-resources.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"
import type { PlannedStage } from "./planned-stage.ts"

const found = resultsOf("parts")

/** What holds something that somebody may still need. */
const held = [
  { type: "AWS::DynamoDB::Table", word: "table" },
  { type: "AWS::S3::Bucket", word: "bucket" },
  { type: "AWS::KMS::Key", word: "key" },
] as const

/** What this deployment takes out of the stage, and what becomes of it. */
export function judgeParts(
  planned: PlannedStage,
  deployed: DeployedStage,
  { keepData }: { readonly keepData: boolean },
): readonly CheckResult[] {
  const stays = new Set(planned.resources.map(({ stackName, logicalId }) => `${stackName} ${logicalId}`))
  const leaving = held.flatMap(({ type, word }) =>
    resourcesOfType(deployed, type).flatMap(({ stackName, logicalId, physicalId }) =>
      stays.has(`${stackName} ${logicalId}`) ? [] : [`the ${word} ${physicalId}`],
    ),
  )
  if (leaving.length === 0) return []
  const whatBecomes = keepData
    ? "They stay in the account, but no function reads them, and no erasure reaches them."
    : "They are deleted with all that they hold."
  return [
    found.note(
      `This deployment takes out of the stage: ${leaving.join(", ")}. ${whatBecomes} ` +
        'docs/deploying.md, "Leaving parts out", says what to do before.',
    ),
  ]
}
