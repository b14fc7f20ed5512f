import { hasSchemaRegistry } from "../../constructs/contract-registry.ts"
import { regionHas } from "../../stages/region-gaps.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"
import type { PlannedStage } from "./planned-stage.ts"

/** Regions outside of the partition `aws`, for which no ARN of the stacks is right. */
const otherPartitions = /^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/

const found = resultsOf("region")

/** Whether a region has what the stage needs. */
export function judgeRegion(region: string, { resources }: Pick<PlannedStage, "resources">): readonly CheckResult[] {
  if (otherPartitions.test(region))
    return [found.toDo(`${region} is outside of the commercial regions, and the stacks are for these only.`)]
  const lacking = [...new Set(resources.map(({ type }) => type))].filter((type) => !regionHas(region, type))
  if (lacking.length > 0)
    return [found.toDo(`${region} has no ${lacking.join(", ")}. Choose another region in wayseal.config.json.`)]
  return hasSchemaRegistry(region)
    ? [found.ok(`${region} has every resource type that the stage needs`)]
    : [found.note(`${region} has no schema registry, so the stage leaves it out. Engineers read the site of documents`)]
}
