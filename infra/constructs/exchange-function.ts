import { ArnFormat, Duration, Stack, Validations } from "aws-cdk-lib"
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import {
  Architecture,
  CfnFunction,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from "aws-cdk-lib/aws-lambda"
import { Construct } from "constructs"
import type { StageSettings } from "../stages/stage-config.ts"
import { addLogGroup, type LogSettings } from "./log-group.ts"

export interface ExchangeFunctionProps {
  /** Folder in functions/, such as `record-shipment`. */
  readonly name: string
  readonly code: Code
  readonly description: string
  readonly environment: Readonly<Record<string, string>>
  readonly logs: LogSettings
  /** Where its log group is. Absent: beside it. */
  readonly logsIn?: Construct
  readonly timeout?: Duration
  readonly memoryMegabytes?: number
  readonly reservedConcurrency?: number
  /** Where its network interfaces are. Absent: in no VPC. */
  readonly vpc: StageSettings["vpc"]
  /** Whether its rights are a resource of their own. Otherwise they are part of its role, which saves a resource. */
  readonly policyBesideRole: boolean
}

/** How Lambda gives a function of a VPC its network interfaces. */
const interfaceActions = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
]

/**
 * Name of the policy within a role. Release 0.1.0 had these rights in a policy beside the role, which an update deletes
 * by its name at its end. Under the same name it would delete these.
 */
export const rightsOfRole = "Rights"

/** A function with its own log group, and a role that may write only to that group until `allow` adds more. */
export class ExchangeFunction extends Construct {
  readonly name: string
  readonly lambda: LambdaFunction
  readonly role: Role
  /** What the role has of its own, unless its policy is beside it. */
  readonly #rights: PolicyDocument | undefined

  constructor(scope: Construct, id: string, props: ExchangeFunctionProps) {
    super(scope, id)
    this.name = props.name
    const logGroup = addLogGroup(props.logsIn ?? this, "Logs", { ...props.logs, copiedBy: this })
    this.#rights = props.policyBesideRole ? undefined : new PolicyDocument()
    this.role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: `Wayseal: ${props.name}`,
      ...(this.#rights === undefined ? {} : { inlinePolicies: { [rightsOfRole]: this.#rights } }),
    })
    this.allow(["logs:CreateLogStream", "logs:PutLogEvents"], [logGroup.logGroupArn])
    this.lambda = new LambdaFunction(this, "Function", {
      description: props.description,
      code: props.code,
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMegabytes ?? 512,
      timeout: props.timeout ?? Duration.seconds(30),
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.TEXT,
      environment: { ...props.environment },
      ...(props.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: props.reservedConcurrency }),
    })
    if (props.vpc !== undefined) this.#join(props.vpc)
  }

  /**
   * Puts the function into subnets. Lambda needs the role for that; the function's own code is refused the same, as AWS
   * advises (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html, "Required IAM permissions").
   */
  #join({ subnetIds, securityGroupIds }: NonNullable<StageSettings["vpc"]>): void {
    const resource = this.lambda.node.defaultChild
    if (!CfnFunction.isCfnFunction(resource)) throw new Error(`${this.name} is no function`)
    resource.vpcConfig = { subnetIds, securityGroupIds }
    this.allow(interfaceActions, ["*"])
    const everyFunction = { service: "lambda", resource: "function", resourceName: "*" }
    const functions = Stack.of(this).formatArn({ ...everyFunction, arnFormat: ArnFormat.COLON_RESOURCE_NAME })
    this.#add(
      new PolicyStatement({
        effect: Effect.DENY,
        actions: interfaceActions,
        resources: ["*"],
        conditions: { ArnLike: { "lambda:SourceFunctionArn": functions } },
      }),
    )
    Validations.of(this.role).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "Lambda makes network interfaces, whose ids nobody knows before.",
    })
  }

  /** Grants exactly these actions on exactly these resources. */
  allow(actions: readonly string[], resources: readonly string[], conditions?: Record<string, unknown>): void {
    this.#add(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    )
  }

  #add(statement: PolicyStatement): void {
    if (this.#rights === undefined) this.role.addToPolicy(statement)
    else this.#rights.addStatements(statement)
  }

  /**
   * Grants these actions on everything whose ARN starts so. Give a prefix that only resources of this stage have.
   *
   * @param reason why it is no list
   */
  allowStartingWith(actions: readonly string[], arnPrefix: string, reason: string): void {
    this.allow(actions, [`${arnPrefix}*`])
    Validations.of(this.role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${arnPrefix}*]`, reason })
  }

  /**
   * Grants reading one secret, by name. Its ARN ends with a hyphen and six characters that Secrets Manager chooses. It
   * is under the account's default key for secrets, which needs no grant.
   */
  allowNamedSecret(name: string): void {
    this.allow(["secretsmanager:GetSecretValue"], [this.#secretArn(`${name}-??????`)])
  }

  /** Grants reading every secret whose name starts so. See `allowNamedSecret` for its key. */
  allowSecretsStartingWith(namePrefix: string, reason: string): void {
    this.allowStartingWith(["secretsmanager:GetSecretValue"], this.#secretArn(namePrefix), reason)
  }

  #secretArn(resourceName: string): string {
    const service = { service: "secretsmanager", resource: "secret", arnFormat: ArnFormat.COLON_RESOURCE_NAME }
    return Stack.of(this).formatArn({ ...service, resourceName })
  }
}
