import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib"
import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch"
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import { Architecture, type Code, Function as LambdaFunction, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda"
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs"
import { Construct } from "constructs"
import { alarmAt } from "./alarm-at.ts"

export interface ExchangeFunctionProps {
  /** Folder in functions/, such as `record-shipment`. */
  readonly name: string
  readonly code: Code
  readonly description: string
  readonly environment: Readonly<Record<string, string>>
  readonly logRetention: RetentionDays
  readonly alarmAction: IAlarmAction
  /** What people notice when it keeps failing. The alarm says it. */
  readonly impact: string
  readonly timeout?: Duration
  readonly memoryMegabytes?: number
  readonly reservedConcurrency?: number
}

/** A function with its own log group, and a role that may write only to that group until `allow` adds more. */
export class ExchangeFunction extends Construct {
  readonly name: string
  readonly lambda: LambdaFunction
  readonly role: Role

  constructor(scope: Construct, id: string, props: ExchangeFunctionProps) {
    super(scope, id)
    this.name = props.name
    const logGroup = new LogGroup(this, "Logs", {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: `Wayseal: ${props.name}`,
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
    alarmAt(this, "ErrorsAlarm", {
      description: `${props.name} keeps failing. ${props.impact}`,
      runbook: "function-errors",
      metric: this.lambda.metricErrors({ period: Duration.minutes(5), statistic: "Sum" }),
      threshold: 5,
      action: props.alarmAction,
    })
  }

  /** Grants exactly these actions on exactly these resources. */
  allow(actions: readonly string[], resources: readonly string[], conditions?: Record<string, unknown>): void {
    this.role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    )
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
