import { RemovalPolicy } from "aws-cdk-lib"
import type { StageSettings } from "../stages/stage-config.ts"

/**
 * What becomes of a resource with data when its stack no longer has it. In production it stays, except when the very
 * deployment that made it failed: then it holds nothing, and would be in the way of the next attempt.
 */
export function whatToKeep({ keepData }: Pick<StageSettings, "keepData">): RemovalPolicy {
  return keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY
}
