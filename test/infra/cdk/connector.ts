import { Validations } from "aws-cdk-lib"
import { AwsSolutionsChecks } from "cdk-nag"
import { ConnectorStack, type ConnectorStackProps } from "../../../infra/stacks/connector-stack.ts"
import { inApp, violationsIn } from "./assembly.ts"

/** What the CDK and the checks of AWS Solutions find in a connector. */
export const connectorViolations = (props: ConnectorStackProps) =>
  inApp(
    (app) => {
      new ConnectorStack(app, "Connector", props)
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
      return violationsIn(app.synth())
    },
    { validated: true },
  )
