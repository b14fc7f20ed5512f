import { CfnStack, NestedStack } from "aws-cdk-lib"
import type { Construct } from "constructs"
import type { Context } from "../../functions/deployment.ts"

/**
 * The functions of a context, with their roles and schedules, and with the alarms on them and their queues. It holds no
 * data: queues, buckets, the API and what invokes functions on events and changes are in the stack that it is part of.
 * CloudFormation changes both in one update, so that no trigger is ever without its function (docs/decisions/0106).
 */
export class ContextStack extends NestedStack {
  constructor(scope: Construct, { stage, context }: { readonly stage: string; readonly context: Context }) {
    const name = `${context.charAt(0).toUpperCase()}${context.slice(1)}`
    super(scope, name, { description: `Wayseal ${stage}: functions of the context ${context}` })
    // CloudFormation makes its name, and those of its functions, of this.
    const { nestedStackResource: resource } = this
    if (!(resource instanceof CfnStack)) throw new Error(`${name} is no stack within another`)
    resource.overrideLogicalId(name)
  }
}
