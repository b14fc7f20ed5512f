import type { AwsConnection } from "../../../shared/pages/operator/aws-connection.ts"
import { readDeployedStage } from "../../../shared/pages/operator/load-stage.ts"
import type { DeployedStage } from "../../../shared/pages/operator/stage-resources.ts"
import { edgeRegion, edgeStackName } from "../../edge-place.ts"

/**
 * Reads the stacks of a stage with that of its edge, if that is in a region of its own. Another stage of this name can
 * be there too.
 *
 * @throws what the SDK throws
 */
export async function readStageWithEdge(
  connection: AwsConnection,
  { name, edgeElsewhere }: { readonly name: string; readonly edgeElsewhere: boolean },
): Promise<DeployedStage> {
  const { stage, stacks } = await readDeployedStage(connection, name)
  if (!edgeElsewhere) return { stage, stacks }
  const there = await readDeployedStage({ ...connection, region: edgeRegion }, name)
  return { stage, stacks: [...stacks, ...there.stacks.filter((stack) => stack.name === edgeStackName(name))] }
}
