import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib"
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from "aws-cdk-lib/aws-backup"
import { Metric } from "aws-cdk-lib/aws-cloudwatch"
import type { Table } from "aws-cdk-lib/aws-dynamodb"
import { Schedule } from "aws-cdk-lib/aws-events"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { Construct } from "constructs"
import { type AlarmActions, alarmAt } from "./alarm-at.ts"

export interface RegisterBackupProps {
  readonly stage: string
  readonly tables: readonly Table[]
  readonly encryptionKey: IKey
  readonly years: number
  readonly alarmAction: AlarmActions
}

/**
 * Keeps a copy of the breach register each month, for years. Point-in-time recovery ends after 35 days. The Treasury
 * Board's directive (B.2.4.6) asks for five years, and so does Quebec's regulation (s. 8, by accounts of it). The
 * register is only added to, so a monthly copy and the recovery of the last 35 days together lose nothing.
 */
export class RegisterBackup extends Construct {
  constructor(scope: Construct, id: string, props: RegisterBackupProps) {
    super(scope, id)
    const { stage, tables, encryptionKey, years } = props
    const vault = new BackupVault(this, "Vault", {
      backupVaultName: `wayseal-${stage}-register`,
      encryptionKey,
      // A vault with backups cannot be deleted. An empty one of a deployment that failed can.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    })
    const plan = new BackupPlan(this, "Plan", { backupPlanName: `wayseal-${stage}-register`, backupVault: vault })
    plan.addRule(
      new BackupPlanRule({
        ruleName: "monthly",
        scheduleExpression: Schedule.cron({ day: "1", hour: "3", minute: "0" }),
        deleteAfter: Duration.days(Math.ceil(years * 365.25)),
      }),
    )
    alarmAt(this, "NotCopiedAlarm", {
      description: "A copy of the breach register failed. After 35 days nobody could restore what it should hold.",
      runbook: "register-not-copied",
      metric: new Metric({
        namespace: "AWS/Backup",
        metricName: "NumberOfBackupJobsFailed",
        dimensionsMap: { BackupVaultName: vault.backupVaultName },
        period: Duration.hours(1),
        statistic: "Sum",
      }),
      threshold: 1,
      action: props.alarmAction,
    })
    const selection = plan.addSelection("Register", {
      resources: tables.map((table) => BackupResource.fromDynamoDbTable(table)),
    })
    Validations.of(selection).acknowledge({
      id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]",
      reason: "AWS Backup needs what AWS maintains in this policy. Only AWS Backup can take the role.",
    })
  }
}
