import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { App } from "aws-cdk-lib"
import * as z from "zod"
import { cdkContext } from "../../cdk-context.ts"
import { ConnectorStack, type ConnectorStackProps } from "../../stacks/connector-stack.ts"

const section = z.record(z.string(), z.unknown())

/** As the CDK makes it, without the rule and the parameter that only a bootstrapped account satisfies. */
const template = z
  .looseObject({ Parameters: section, Resources: section, Outputs: section })
  .transform(({ Rules: _, Parameters: { BootstrapVersion: __, ...Parameters }, ...rest }) => ({ ...rest, Parameters }))

/** A CloudFormation template. */
export type ConnectorTemplate = z.infer<typeof template>

/** The template with which a party's account connects itself to the hub. It deploys without the CDK. */
export function connectorTemplate(props: ConnectorStackProps): ConnectorTemplate {
  const outdir = mkdtempSync(join(tmpdir(), "wayseal-connector-"))
  try {
    const app = new App({ context: { ...cdkContext() }, analyticsReporting: false, outdir })
    const { stackName } = new ConnectorStack(app, "Connector", props)
    return template.parse(app.synth().getStackByName(stackName).template)
  } finally {
    rmSync(outdir, { recursive: true })
  }
}
