import { Validations } from "aws-cdk-lib"
import { Alarm } from "aws-cdk-lib/aws-cloudwatch"
import { CfnApplication, CfnDeploymentGroup } from "aws-cdk-lib/aws-codedeploy"
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import { CfnAlias } from "aws-cdk-lib/aws-lambda"
import { Construct } from "constructs"
import type { ExchangeFunction } from "./exchange-function.ts"

/** As long as the alarm on a function's errors looks back, so that it can be raised meanwhile. */
const deploymentConfigName = "CodeDeployDefault.LambdaCanary10Percent30Minutes"

const aliasName = "live"

const rollbackEvents = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"]

/**
 * Gives a tenth of a function's requests to its new version for half an hour. If the alarm on its errors is raised
 * meanwhile, the deployment goes back. All functions of a stack share an application of CodeDeploy, and its role.
 */
export class CanaryReleases extends Construct {
  readonly #application: CfnApplication
  readonly #role: Role

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.#application = new CfnApplication(this, "Application", { computePlatform: "Lambda" })
    this.#role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("codedeploy.amazonaws.com"),
      description: "Wayseal: moves requests to new versions of functions",
    })
    this.#role.addToPolicy(new PolicyStatement({ actions: ["cloudwatch:DescribeAlarms"], resources: ["*"] }))
    Validations.of(this.#role).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "IAM knows no resource for lists of alarms.",
    })
  }

  /** Releases a function in this way. Returns the ARN of the alias under which its requests have to come. */
  release(handler: ExchangeFunction): string {
    const { lambda, node } = handler
    const alarm = node.findChild("ErrorsAlarm")
    if (!(alarm instanceof Alarm)) throw new Error(`${handler.name} has no alarm on its errors`)
    const group = new CfnDeploymentGroup(handler, "Canary", {
      applicationName: this.#application.ref,
      serviceRoleArn: this.#role.roleArn,
      deploymentConfigName,
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      autoRollbackConfiguration: { enabled: true, events: rollbackEvents },
      alarmConfiguration: { enabled: true, alarms: [{ name: alarm.alarmName }] },
    })
    const alias = new CfnAlias(handler, "Alias", {
      name: aliasName,
      functionName: lambda.functionName,
      functionVersion: lambda.currentVersion.version,
    })
    alias.cfnOptions.updatePolicy = {
      codeDeployLambdaAliasUpdate: { applicationName: this.#application.ref, deploymentGroupName: group.ref },
    }
    const actions = ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"]
    // Beside the role: the group of a function needs the role, and these rights need the function.
    this.#role.addToPolicy(
      new PolicyStatement({ actions, resources: [lambda.functionArn, `${lambda.functionArn}:${aliasName}`] }),
    )
    return alias.ref
  }
}
