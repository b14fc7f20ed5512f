import type { DeployedStack } from "../../../shared/pages/operator/stage-resources.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"

const found = resultsOf("stacks")

/** From these a stack can only be deleted: the deployment that should have made it failed. */
const unfinished = new Set([
  ...["CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED", "REVIEW_IN_PROGRESS"],
])

/**
 * Whether what is left of an earlier deployment is in the way of the next.
 *
 * @param stackNames names of the stage's stacks, each behind those that it needs
 */
export function judgeStacks(
  stackNames: readonly string[],
  deployed: readonly Pick<DeployedStack, "name" | "status" | "isWithinAnother">[],
): readonly CheckResult[] {
  const stacks = deployed.filter(({ isWithinAnother }) => isWithinAnother === undefined)
  const place = ({ name }: { readonly name: string }) => {
    const index = stackNames.indexOf(name)
    return index === -1 ? stackNames.length : index
  }
  // A stack can be deleted once no other stack needs it.
  const behindFirst = [...stacks].sort((one, other) => place(other) - place(one))
  const results = behindFirst.flatMap(judgeStack)
  if (results.length > 0) return results
  if (stacks.length === 0) return [found.ok("none yet: this is the first deployment")]
  return [found.ok(`deployed already: ${stacks.map(({ name }) => name).join(", ")}`)]
}

function judgeStack({ name, status }: Pick<DeployedStack, "name" | "status">): readonly CheckResult[] {
  const wait = (what: string) => `aws cloudformation wait ${what} --stack-name ${name}`
  if (unfinished.has(status))
    return [
      found.toDo(
        `${name} is ${status}, which an earlier deployment left. Delete it first.`,
        `aws cloudformation delete-stack --stack-name ${name}`,
        wait("stack-delete-complete"),
      ),
    ]
  if (status === "UPDATE_ROLLBACK_FAILED")
    return [
      found.toDo(
        `${name} could not take back an update. Fix what its events name, and let it go on.`,
        `aws cloudformation continue-update-rollback --stack-name ${name}`,
        wait("stack-rollback-complete"),
      ),
    ]
  if (status === "UPDATE_FAILED")
    return [
      found.toDo(
        `${name} stopped in an update. Take it back first.`,
        `aws cloudformation rollback-stack --stack-name ${name}`,
        wait("stack-rollback-complete"),
      ),
    ]
  return status.endsWith("_IN_PROGRESS")
    ? [found.toDo(`${name} is ${status}: somebody deploys or deletes it now. Wait until that has ended.`)]
    : []
}
